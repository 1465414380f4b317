package io.cleansight.query.video;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.Java2DFrameConverter;

/**
 * H.264 in fragments of two seconds, each of which begins with a key frame, made as
 * capture-service's are.
 */
final class TestVideo {
  static final Duration STEP = Duration.ofSeconds(2);
  static final int WIDTH = 160;
  static final int HEIGHT = 120;
  static final int FRAMES_PER_FRAGMENT = 10;

  private final byte[] init;
  private final List<byte[]> fragments;

  private TestVideo(byte[] init, List<byte[]> fragments) {
    this.init = init;
    this.fragments = List.copyOf(fragments);
  }

  static TestVideo of(Path file, int fragments) throws Exception {
    avutil.av_log_set_level(avutil.AV_LOG_ERROR);
    try (var recorder = new FFmpegFrameRecorder(file.toFile(), WIDTH, HEIGHT, 0);
        var converter = new Java2DFrameConverter()) {
      recorder.setFormat("mp4");
      recorder.setVideoCodecName("libopenh264");
      recorder.setFrameRate(5);
      recorder.setGopSize(FRAMES_PER_FRAGMENT);
      recorder.setOption("movflags", "frag_keyframe+empty_moov+default_base_moof");
      recorder.start();
      for (int frame = 0; frame < fragments * FRAMES_PER_FRAGMENT; frame++) {
        recorder.record(converter.convert(picture(frame)));
      }
    }
    return cut(Files.readAllBytes(file));
  }

  private static BufferedImage picture(int frame) {
    var picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    var graphics = picture.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillRect(frame % WIDTH, 20, 30, 30);
    graphics.dispose();
    return picture;
  }

  private static TestVideo cut(byte[] file) {
    var init = new ByteArrayOutputStream();
    var fragments = new ArrayList<byte[]>();
    var bytes = ByteBuffer.wrap(file);
    int at = 0;
    int moof = 0;
    while (at < file.length) {
      int size = bytes.getInt(at);
      String type = new String(file, at + 4, 4, StandardCharsets.US_ASCII);
      switch (type) {
        case "ftyp", "moov" -> init.write(file, at, size);
        case "moof" -> moof = at;
        case "mdat" -> fragments.add(Arrays.copyOfRange(file, moof, at + size));
        default -> {}
      }
      at += size;
    }
    return new TestVideo(init.toByteArray(), fragments);
  }

  byte[] init() {
    return init.clone();
  }

  byte[] fragment(int index) {
    return fragments.get(index).clone();
  }

  int size() {
    return fragments.size();
  }

  /** It plays from its beginning, for so long, and every picture is there. */
  static void assertPlays(Path file, Duration length) throws Exception {
    try (var grabber = new FFmpegFrameGrabber(file.toFile())) {
      grabber.start();
      assertThat(grabber.getLengthInTime()).isEqualTo(length.toNanos() / 1000);
      var times = new ArrayList<Long>();
      Frame frame;
      while ((frame = grabber.grabImage()) != null) {
        times.add(frame.timestamp);
      }
      assertThat(times.getFirst()).isZero();
      assertThat(times).isSorted().hasSize((int) length.toSeconds() * FRAMES_PER_FRAGMENT / 2);
      assertThat(times.getLast()).isEqualTo(length.minusMillis(200).toNanos() / 1000);
    }
  }
}
