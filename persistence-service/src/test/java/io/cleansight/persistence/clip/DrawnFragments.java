package io.cleansight.persistence.clip;

import io.cleansight.event.Segment;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * H.264 of a chequered picture as capture sends it: what describes it, and fragments of a second
 * each, which begin with a key frame. The number of the picture is how light its right edge is.
 */
public record DrawnFragments(byte[] init, List<byte[]> fragments) {
  static final int RATE = 10;
  static final int WIDTH = 320;
  static final int HEIGHT = 240;
  private static final int CELL = 4;
  private static final byte[] MOOF = "moof".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] MFRA = "mfra".getBytes(StandardCharsets.US_ASCII);

  public static DrawnFragments of(int seconds) throws Exception {
    var out = new ByteArrayOutputStream();
    try (var recorder = new FFmpegFrameRecorder(out, WIDTH, HEIGHT)) {
      recorder.setFormat("mp4");
      recorder.setVideoCodecName("libopenh264");
      recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
      recorder.setFrameRate(RATE);
      recorder.setGopSize(RATE);
      recorder.setVideoBitrate(2_000_000);
      recorder.setOption("movflags", "frag_keyframe+empty_moov+default_base_moof");
      recorder.start();
      for (int i = 0; i < seconds * RATE; i++) {
        recorder.record(picture(i));
      }
    }
    return cut(out.toByteArray());
  }

  /** One of them as capture sends it: of a run that began then, so many seconds after. */
  public Segment segment(String camera, Instant epoch, long generation, int second) {
    return Segment.newBuilder()
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(generation)
        .setSequence(second)
        .setFirstCapturedAt(epoch.plusSeconds(second))
        .setLastCapturedAt(epoch.plusSeconds(second + 1))
        .setCodec("avc1.42C01E")
        .setWidth(WIDTH)
        .setHeight(HEIGHT)
        .setKeyFrame(true)
        .setSourceKind("live")
        .setInit(ByteBuffer.wrap(init))
        .setFragment(ByteBuffer.wrap(fragments.get(second)))
        .build();
  }

  private static Frame picture(int number) {
    var frame = new Frame(WIDTH, HEIGHT, Frame.DEPTH_UBYTE, 3);
    var pixels = (ByteBuffer) frame.image[0];
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        boolean light = (x / CELL + y / CELL) % 2 == 0;
        int value = x >= WIDTH * 9 / 10 ? number * 255 / 100 : light ? 230 : 20;
        for (int channel = 0; channel < 3; channel++) {
          pixels.put(y * frame.imageStride + x * 3 + channel, (byte) value);
        }
      }
    }
    return frame;
  }

  private static DrawnFragments cut(byte[] mp4) {
    var starts = new ArrayList<Integer>();
    int end = mp4.length;
    for (int at = 0; at < mp4.length; at += ByteBuffer.wrap(mp4, at, 4).getInt()) {
      if (Arrays.equals(mp4, at + 4, at + 8, MOOF, 0, 4)) {
        starts.add(at);
      } else if (Arrays.equals(mp4, at + 4, at + 8, MFRA, 0, 4)) {
        end = at;
      }
    }
    var fragments = new ArrayList<byte[]>();
    for (int i = 0; i < starts.size(); i++) {
      int to = i + 1 < starts.size() ? starts.get(i + 1) : end;
      fragments.add(Arrays.copyOfRange(mp4, starts.get(i), to));
    }
    return new DrawnFragments(Arrays.copyOf(mp4, starts.getFirst()), fragments);
  }
}
