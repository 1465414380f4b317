package io.cleansight.query.video;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jcip.annotations.NotThreadSafe;

/**
 * Makes fragments of a run that may have begun hours ago a video that begins at zero and says how
 * long it is: else players show hours of nothing before it, or no length. Pictures are left as they
 * came. By ISO/IEC 14496-12; there is no library for it that is kept.
 */
@NotThreadSafe
final class Mp4 {
  private static final int HEADER = 8;
  private static final int LARGE_HEADER = 16;
  private static final int VERSION_AND_FLAGS = 4;
  private static final int MEHD = 20;

  /** Of each track, the decode time of its first picture. */
  private final Map<Integer, Long> begins = new HashMap<>();

  /** A box, by where it is. */
  private record Box(String type, int start, int body, int end) {}

  /** The init data with the length of what follows it. */
  static byte[] withLength(byte[] init, Duration length) throws IOException {
    try {
      byte[] longer = init.clone();
      ByteBuffer bytes = ByteBuffer.wrap(longer);
      Box moov = one(bytes, boxes(bytes, 0, init.length), "moov");
      List<Box> inMovie = boxes(bytes, moov.body(), moov.end());
      Box mvhd = one(bytes, inMovie, "mvhd");
      long scale = scale(bytes, mvhd);
      setLength(bytes, mvhd, units(length, scale), true);
      for (Box trak : all(inMovie, "trak")) {
        setLengthOfTrack(bytes, trak, length, scale);
      }
      return withFragmentsLength(longer, moov, units(length, scale));
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("the init data is cut off", e);
    }
  }

  private static void setLengthOfTrack(ByteBuffer bytes, Box trak, Duration length, long scale)
      throws IOException {
    List<Box> inTrack = boxes(bytes, trak.body(), trak.end());
    setLength(bytes, one(bytes, inTrack, "tkhd"), units(length, scale), false);
    Box mdia = one(bytes, inTrack, "mdia");
    Box mdhd = one(bytes, boxes(bytes, mdia.body(), mdia.end()), "mdhd");
    setLength(bytes, mdhd, units(length, scale(bytes, mdhd)), true);
  }

  /** Puts the length of all fragments where players look for it before these come. */
  private static byte[] withFragmentsLength(byte[] init, Box moov, long length) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(init);
    Box mvex = one(bytes, boxes(bytes, moov.body(), moov.end()), "mvex");
    if (!all(boxes(bytes, mvex.body(), mvex.end()), "mehd").isEmpty()) {
      return init;
    }
    grow(bytes, moov);
    grow(bytes, mvex);
    var longer = new byte[init.length + MEHD];
    ByteBuffer.wrap(longer)
        .put(init, 0, mvex.body())
        .putInt(MEHD)
        .put("mehd".getBytes(StandardCharsets.US_ASCII))
        .putInt(1 << 24)
        .putLong(length)
        .put(init, mvex.body(), init.length - mvex.body());
    return longer;
  }

  private static void grow(ByteBuffer bytes, Box box) throws IOException {
    if (box.body() - box.start() != HEADER) {
      throw new IOException(box.type() + " is larger than init data are");
    }
    bytes.putInt(box.start(), box.end() - box.start() + MEHD);
  }

  /** The fragment with times that count from the first fragment that was given. */
  byte[] retimed(byte[] fragment) throws IOException {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(fragment);
      for (Box moof : all(boxes(bytes, 0, fragment.length), "moof")) {
        for (Box traf : all(boxes(bytes, moof.body(), moof.end()), "traf")) {
          retime(bytes, boxes(bytes, traf.body(), traf.end()));
        }
      }
      return fragment;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new IOException("a fragment is cut off", e);
    }
  }

  private void retime(ByteBuffer bytes, List<Box> traf) throws IOException {
    int track = bytes.getInt(one(bytes, traf, "tfhd").body() + VERSION_AND_FLAGS);
    Box tfdt = one(bytes, traf, "tfdt");
    int at = tfdt.body() + VERSION_AND_FLAGS;
    boolean wide = isWide(bytes, tfdt);
    long time = wide ? bytes.getLong(at) : Integer.toUnsignedLong(bytes.getInt(at));
    long begin = begins.computeIfAbsent(track, _ -> time);
    if (time < begin) {
      throw new IOException("a fragment is of a time before the first");
    }
    if (wide) {
      bytes.putLong(at, time - begin);
    } else {
      bytes.putInt(at, (int) (time - begin));
    }
  }

  /** Of mvhd and mdhd: units in a second. */
  private static long scale(ByteBuffer bytes, Box box) throws IOException {
    int at =
        box.body() + VERSION_AND_FLAGS + (isWide(bytes, box) ? 2 * Long.BYTES : 2 * Integer.BYTES);
    long scale = Integer.toUnsignedLong(bytes.getInt(at));
    if (scale == 0) {
      throw new IOException(box.type() + " has no time scale");
    }
    return scale;
  }

  /**
   * @param hasScale whether the box has units, as mvhd and mdhd, or a track's id and four bytes
   *     more, as tkhd
   */
  private static void setLength(ByteBuffer bytes, Box box, long length, boolean hasScale) {
    boolean wide = isWide(bytes, box);
    int at =
        box.body()
            + VERSION_AND_FLAGS
            + (wide ? 2 * Long.BYTES : 2 * Integer.BYTES)
            + (hasScale ? Integer.BYTES : 2 * Integer.BYTES);
    if (wide) {
      bytes.putLong(at, length);
    } else {
      bytes.putInt(at, (int) Math.min(length, 0xFFFF_FFFEL));
    }
  }

  private static long units(Duration length, long scale) {
    return Math.round(length.toNanos() / 1e9 * scale);
  }

  private static boolean isWide(ByteBuffer bytes, Box box) {
    return bytes.get(box.body()) == 1;
  }

  private static List<Box> all(List<Box> boxes, String type) {
    return boxes.stream().filter(it -> it.type().equals(type)).toList();
  }

  private static Box one(ByteBuffer bytes, List<Box> boxes, String type) throws IOException {
    List<Box> found = all(boxes, type);
    if (found.isEmpty()) {
      throw new IOException("no " + type + " in " + bytes.capacity() + " bytes of MP4");
    }
    return found.getFirst();
  }

  private static List<Box> boxes(ByteBuffer bytes, int start, int end) throws IOException {
    var boxes = new ArrayList<Box>();
    int at = start;
    while (at < end) {
      long size = Integer.toUnsignedLong(bytes.getInt(at));
      int header = size == 1 ? LARGE_HEADER : HEADER;
      if (size <= 1) {
        size = size == 1 ? bytes.getLong(at + HEADER) : end - at;
      }
      if (size < header || size > end - at) {
        throw new IOException("a box of " + size + " bytes where " + (end - at) + " are left");
      }
      var type = new byte[Integer.BYTES];
      bytes.get(at + Integer.BYTES, type);
      boxes.add(
          new Box(new String(type, StandardCharsets.ISO_8859_1), at, at + header, at + (int) size));
      at += (int) size;
    }
    return boxes;
  }
}
