package io.cleansight.capture.faulty;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A film in H.264 or H.265, picture by picture, that is sent as RTP over and over.
 *
 * @param pictures each the units (NAL) that belong to it
 */
record Film(List<List<byte[]>> pictures, boolean hevc) {
  private static final int LARGEST_PACKET = 1200;

  /** Of a byte stream (Annex B) beside this class, one slice a picture. */
  static Film of(String name) {
    boolean hevc = name.endsWith("hevc");
    var pictures = new ArrayList<List<byte[]>>();
    var picture = new ArrayList<byte[]>();
    for (byte[] unit : units(bytes(name))) {
      picture.add(unit);
      boolean slice = hevc ? ((unit[0] >> 1) & 0x3f) < 32 : (unit[0] & 0x1f) <= 5;
      if (slice) {
        pictures.add(List.copyOf(picture));
        picture.clear();
      }
    }
    return new Film(List.copyOf(pictures), hevc);
  }

  String sdp() {
    return """
        v=0\r
        o=- 0 0 IN IP4 127.0.0.1\r
        s=film\r
        t=0 0\r
        m=video 0 RTP/AVP 96\r
        a=rtpmap:96 %s/90000\r
        a=fmtp:96 %s\r
        a=control:streamid=0\r
        """
        .formatted(hevc ? "H265" : "H264", hevc ? "sprop-max-don-diff=0" : "packetization-mode=1");
  }

  /**
   * One picture as it is sent within RTSP.
   *
   * @param number of the picture, without end
   * @param sequence of its first packet
   * @param ticks its time, of 90,000 a second
   */
  List<byte[]> packets(long number, int sequence, long ticks) {
    List<byte[]> units = pictures.get((int) (number % pictures.size()));
    var payloads = new ArrayList<byte[]>();
    units.forEach(it -> payloads.addAll(payloads(it)));
    var packets = new ArrayList<byte[]>();
    for (int i = 0; i < payloads.size(); i++) {
      byte[] payload = payloads.get(i);
      boolean last = i == payloads.size() - 1;
      packets.add(
          ByteBuffer.allocate(16 + payload.length)
              .put((byte) '$')
              .put((byte) 0)
              .putShort((short) (12 + payload.length))
              .put((byte) 0x80)
              .put((byte) (96 | (last ? 0x80 : 0)))
              .putShort((short) (sequence + i))
              .putInt((int) ticks)
              .putInt(4711)
              .put(payload)
              .array());
    }
    return packets;
  }

  /** A unit, in pieces if it is large. */
  private List<byte[]> payloads(byte[] unit) {
    if (unit.length <= LARGEST_PACKET) {
      return List.of(unit);
    }
    int header = hevc ? 2 : 1;
    int type = hevc ? (unit[0] >> 1) & 0x3f : unit[0] & 0x1f;
    var pieces = new ArrayList<byte[]>();
    for (int at = header; at < unit.length; at += LARGEST_PACKET) {
      int length = Math.min(LARGEST_PACKET, unit.length - at);
      int first = at == header ? 0x80 : 0;
      int last = at + length == unit.length ? 0x40 : 0;
      var piece = ByteBuffer.allocate(header + 1 + length);
      if (hevc) {
        piece.put((byte) ((unit[0] & 0x81) | (49 << 1))).put(unit[1]);
      } else {
        piece.put((byte) ((unit[0] & 0xe0) | 28));
      }
      pieces.add(piece.put((byte) (first | last | type)).put(unit, at, length).array());
    }
    return pieces;
  }

  private static List<byte[]> units(byte[] stream) {
    var units = new ArrayList<byte[]>();
    var unit = new ByteArrayOutputStream();
    int zeros = 0;
    for (byte next : stream) {
      if (zeros >= 2 && next == 1) {
        byte[] whole = unit.toByteArray();
        if (whole.length > zeros) {
          units.add(Arrays.copyOf(whole, whole.length - zeros));
        }
        unit.reset();
      } else {
        unit.write(next);
      }
      zeros = next == 0 ? zeros + 1 : 0;
    }
    units.add(unit.toByteArray());
    return units;
  }

  private static byte[] bytes(String name) {
    try (InputStream in = Film.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no film " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
