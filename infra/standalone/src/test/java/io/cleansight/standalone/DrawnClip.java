package io.cleansight.standalone;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/** A few seconds of H.264 in fragments of a second, as segments hold them: a stripe that moves. */
record DrawnClip(byte[] whole) {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 90;
  private static final int RATE = 10;

  static DrawnClip ofSeconds(int seconds) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var recorder = new FFmpegFrameRecorder(out, WIDTH, HEIGHT);
        var frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3)) {
      recorder.setFormat("mp4");
      recorder.setOption("movflags", "frag_keyframe+empty_moov+default_base_moof");
      recorder.setVideoCodecName("libopenh264");
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(RATE);
      recorder.setGopSize(RATE);
      recorder.start();
      for (int i = 0; i < seconds * RATE; i++) {
        draw((ByteBuffer) frame.image[0], frame.imageStride, i);
        recorder.record(frame, avutil.AV_PIX_FMT_BGR24);
      }
      recorder.stop();
    }
    return new DrawnClip(out.toByteArray());
  }

  private static void draw(ByteBuffer pixels, int stride, int number) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean bright = (x + 2 * number) / 20 % 2 == 0;
        for (int colour = 0; colour < 3; colour++) {
          pixels.put(y * stride + 3 * x + colour, (byte) (bright ? 230 : 20));
        }
      }
    }
  }

  /** ftyp and moov. */
  byte[] init() {
    return pieces().getFirst();
  }

  /** Each moof with its mdat. */
  List<byte[]> fragments() {
    return pieces().stream().skip(1).toList();
  }

  /** As RFC 6381 has it: what the decoder is told in avcC. */
  String codec() {
    int at = new String(whole, ISO_8859_1).indexOf("avcC") + 5;
    return "avc1.%02X%02X%02X".formatted(whole[at], whole[at + 1], whole[at + 2]);
  }

  /** Cut before each moof; without the index at its end. */
  private List<byte[]> pieces() {
    var pieces = new ArrayList<byte[]>();
    ByteBuffer boxes = ByteBuffer.wrap(whole);
    int begun = 0;
    int at = 0;
    for (; at < whole.length; at += boxes.getInt(at)) {
      String type = new String(whole, at + 4, 4, ISO_8859_1);
      if (type.equals("moof") || type.equals("mfra")) {
        pieces.add(java.util.Arrays.copyOfRange(whole, begun, at));
        begun = at;
      }
      if (type.equals("mfra")) {
        return pieces;
      }
    }
    pieces.add(java.util.Arrays.copyOfRange(whole, begun, at));
    return pieces;
  }
}
