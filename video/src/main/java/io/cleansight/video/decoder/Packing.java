package io.cleansight.video.decoder;

import io.cleansight.video.Fragment;
import io.cleansight.video.Glance;
import io.cleansight.video.Hardware;
import io.cleansight.video.Mask;
import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is said on the {@link Wire} as bytes. What comes from a decoder is not believed: what cannot
 * be is an {@link IOException}.
 */
final class Packing {
  private static final int SMALLEST_JPEG = 4;
  private static final int LONGEST_INIT = 1 << 16;
  private static final int LONGEST_SIDE = 1 << 16;

  private Packing() {}

  static void write(Opening opening, Rules rules, DataOutputStream out) throws IOException {
    out.writeLong(opening.patience().toNanos());
    write(opening.source(), out);
    Source substream = opening.substream();
    out.writeBoolean(substream != null);
    if (substream != null) {
      write(substream, out);
    }
    out.writeBoolean(opening.fragments() != null);
    out.writeUTF(opening.hardware().name());
    write(opening.taking(), out);
    write(rules, out);
  }

  /**
   * @param fragments for them, if they are wanted
   * @throws IllegalArgumentException if there is no such source
   */
  static Opening opening(DataInputStream in, Consumer<Fragment> fragments) throws IOException {
    var patience = Duration.ofNanos(in.readLong());
    Source source = source(in);
    Source substream = in.readBoolean() ? source(in) : null;
    Consumer<Fragment> receiver = in.readBoolean() ? fragments : null;
    var hardware = Hardware.valueOf(in.readUTF());
    return new Opening(source, patience, taking(in), substream, receiver, hardware);
  }

  private static void write(Source source, DataOutputStream out) throws IOException {
    out.writeBoolean(source instanceof Source.VideoFile);
    out.writeUTF(
        switch (source) {
          case Source.VideoFile(var path) -> path.toAbsolutePath().toString();
          case Source.Folder(var path, double rate) -> path.toAbsolutePath() + "?fps=" + rate;
          case Source.Device(var path) -> path.toString();
          case Source.Stream(var uri) -> uri.toString();
          case Source.Drawn drawn -> throw new IllegalArgumentException(drawn + " is drawn here");
        });
  }

  private static Source source(DataInputStream in) throws IOException {
    boolean file = in.readBoolean();
    String address = in.readUTF();
    return file ? new Source.VideoFile(Path.of(address)) : Source.parse(address);
  }

  static void write(Taking taking, DataOutputStream out) throws IOException {
    Double rate = taking.framesPerSecond();
    Integer side = taking.longestSide();
    out.writeDouble(rate == null ? 0 : rate);
    out.writeInt(taking.jpegQuality());
    out.writeInt(side == null ? 0 : side);
    out.writeInt(taking.masks().size());
    for (Mask mask : taking.masks()) {
      out.writeInt(mask.corners().size());
      for (Mask.Corner corner : mask.corners()) {
        out.writeDouble(corner.x());
        out.writeDouble(corner.y());
      }
    }
  }

  static Taking taking(DataInputStream in) throws IOException {
    double rate = in.readDouble();
    int quality = in.readInt();
    int side = in.readInt();
    var masks = new ArrayList<Mask>();
    for (int i = in.readInt(); i > 0; i--) {
      masks.add(mask(in));
    }
    return new Taking(rate > 0 ? rate : null, quality, side > 0 ? side : null, masks);
  }

  private static Mask mask(DataInputStream in) throws IOException {
    var corners = new ArrayList<Mask.Corner>();
    for (int i = in.readInt(); i > 0; i--) {
      corners.add(new Mask.Corner(in.readDouble(), in.readDouble()));
    }
    return new Mask(corners);
  }

  private static void write(Rules rules, DataOutputStream out) throws IOException {
    out.writeInt(rules.allowed().size());
    for (String network : rules.allowed()) {
      out.writeUTF(network);
    }
    out.writeBoolean(rules.local());
    out.writeUTF(rules.ca() == null ? "" : rules.ca().toAbsolutePath().toString());
    out.writeLong(rules.largestPicture());
  }

  static Rules rules(DataInputStream in) throws IOException {
    var allowed = new ArrayList<String>();
    for (int i = in.readInt(); i > 0; i--) {
      allowed.add(in.readUTF());
    }
    boolean local = in.readBoolean();
    String ca = in.readUTF();
    return new Rules(List.copyOf(allowed), local, ca.isEmpty() ? null : Path.of(ca), in.readLong());
  }

  static void write(Picture picture, Glance glance, byte[] jpeg, DataOutputStream out)
      throws IOException {
    out.writeInt(picture.width());
    out.writeInt(picture.height());
    out.writeLong(picture.mediaTime().toNanos());
    out.write(glance.bytes());
    out.write(jpeg);
  }

  static Picture picture(DataInputStream in, long largest) throws IOException {
    int width = in.readInt();
    int height = in.readInt();
    long nanos = in.readLong();
    if (width < 1 || height < 1 || (long) width * height > largest || nanos < 0) {
      throw new IOException("a picture of " + width + " x " + height + " at " + nanos);
    }
    byte[] glance = in.readNBytes(Glance.COLUMNS * Glance.ROWS);
    byte[] jpeg = in.readAllBytes();
    boolean begins =
        jpeg.length >= SMALLEST_JPEG && jpeg[0] == (byte) 0xff && jpeg[1] == (byte) 0xd8;
    if (glance.length < Glance.COLUMNS * Glance.ROWS || !begins) {
      throw new IOException("no JPEG");
    }
    return new Picture(
        width, height, Duration.ofNanos(nanos), new Picture.Encoded(jpeg, Glance.of(glance)));
  }

  static void write(Fragment fragment, DataOutputStream out) throws IOException {
    out.writeInt(fragment.init().length);
    out.write(fragment.init());
    out.writeUTF(fragment.codec());
    out.writeInt(fragment.width());
    out.writeInt(fragment.height());
    out.writeBoolean(fragment.keyFrame());
    out.writeLong(fragment.from().toNanos());
    out.writeLong(fragment.to().toNanos());
    out.write(fragment.bytes());
  }

  /**
   * @param before its init data is taken over if it is the same
   */
  static Fragment fragment(DataInputStream in, @Nullable Fragment before) throws IOException {
    int length = in.readInt();
    if (length < 8 || length > LONGEST_INIT) {
      throw new IOException("init data of " + length + " bytes");
    }
    byte[] init = in.readNBytes(length);
    String codec = in.readUTF();
    int width = in.readInt();
    int height = in.readInt();
    boolean keyFrame = in.readBoolean();
    long from = in.readLong();
    long to = in.readLong();
    byte[] bytes = in.readAllBytes();
    boolean can = width > 0 && width < LONGEST_SIDE && height > 0 && height < LONGEST_SIDE;
    if (!can || from < 0 || to < from || bytes.length < 8 || bytes.length > Fragment.LARGEST) {
      throw new IOException(
          "a fragment of %d x %d, %d bytes, %d to %d"
              .formatted(width, height, bytes.length, from, to));
    }
    return new Fragment(
        before != null && Arrays.equals(init, before.init()) ? before.init() : init,
        bytes,
        codec,
        width,
        height,
        keyFrame,
        Duration.ofNanos(from),
        Duration.ofNanos(to));
  }
}
