package io.cleansight.video.fragment;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * What fragments of MP4 need before them (ftyp and moov), and what it says of the video.
 *
 * @param codec as RFC 6381 has it
 */
record InitData(byte[] bytes, String codec, int width, int height) {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** From a sample entry's name to its width. */
  private static final int WIDTH = 28;

  /**
   * @throws IOException if there is no H.264 or H.265 in it
   */
  static InitData of(byte[] bytes) throws IOException {
    int entries = Math.max(0, find(bytes, "stsd", 0)); // brands have the same names
    for (String entry : List.of("avc1", "hvc1")) {
      int at = find(bytes, entry, entries);
      if (at >= 0) {
        var data = ByteBuffer.wrap(bytes);
        int width = data.getShort(at + WIDTH) & 0xffff;
        int height = data.getShort(at + WIDTH + 2) & 0xffff;
        return new InitData(bytes, codec(bytes, entry, at), width, height);
      }
    }
    throw new IOException("neither H.264 nor H.265");
  }

  private static String codec(byte[] bytes, String entry, int from) throws IOException {
    boolean avc = entry.equals("avc1");
    int at = find(bytes, avc ? "avcC" : "hvcC", from) + 4;
    if (at < 4 || at + 13 > bytes.length) {
      throw new IOException("no " + entry + " configuration");
    }
    return avc
        ? "avc1." + HEX.formatHex(bytes, at + 1, at + 4)
        : "hvc1." + hevc(ByteBuffer.wrap(bytes, at, 13).slice());
  }

  /** ISO/IEC 14496-15, annex E: profile, compatibility backwards, tier and level, constraints. */
  private static String hevc(ByteBuffer configuration) {
    int profile = configuration.get(1) & 0xff;
    String space = new String[] {"", "A", "B", "C"}[profile >> 6];
    int compatibility = Integer.reverse(configuration.getInt(2));
    var text = new StringBuilder(space).append(profile & 0x1f);
    text.append('.').append(Integer.toHexString(compatibility).toUpperCase(Locale.ROOT));
    text.append((profile & 0x20) == 0 ? ".L" : ".H").append(configuration.get(12) & 0xff);
    int last = 11;
    while (last >= 6 && configuration.get(last) == 0) {
      last--;
    }
    for (int i = 6; i <= last; i++) {
      text.append('.').append(HEX.toHexDigits(configuration.get(i)));
    }
    return text.toString();
  }

  private static int find(byte[] bytes, String name, int from) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int i = from; i + WIDTH + 4 <= bytes.length; i++) {
      if (bytes[i] == wanted[0]
          && bytes[i + 1] == wanted[1]
          && bytes[i + 2] == wanted[2]
          && bytes[i + 3] == wanted[3]) {
        return i;
      }
    }
    return -1;
  }
}
