package io.cleansight.video.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.cleansight.event.Box;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClipMakerTest {
  private static final int MOST = 8 << 20;
  private static final long MEMORY = 1L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Box HEAD = new Box(0.4, 0.4, 0.2, 0.2);

  private final ClipMaker maker = new ClipMaker(MOST, MEMORY, PATIENCE);
  private DrawnFragments drawn = new DrawnFragments(new byte[0], List.of());

  @BeforeAll
  void draw() throws Exception {
    drawn = DrawnFragments.of(6);
    assertThat(drawn.fragments()).hasSize(6);
  }

  @AfterAll
  void close() {
    maker.close();
    await().atMost(PATIENCE).until(() -> maker.pids().isEmpty());
  }

  @Test
  void whatCameIsInItWithoutBeingEncodedAgainAndItBeginsAtZero() throws Exception {
    MadeClip clip = maker.make(new ClipRequest(drawn.init(), drawn.pieces(2, 5), null));
    assertThat(clip.pictures()).isEqualTo(30);
    assertThat(clip.length()).isCloseTo(Duration.ofSeconds(3), Duration.ofMillis(50));
    assertThat(clip.blurred()).isNull();
    List<Shown> shown = shown(clip.mp4());
    assertThat(shown).hasSize(30);
    assertThat(shown.getFirst().micros()).isZero();
    assertThat(shown.getLast().micros()).isCloseTo(2_900_000, within(2_000L));
    assertThat(shown.getFirst().edge()).isCloseTo(20 * 255 / 100, within(4));
    assertThat(shown.getLast().edge()).isCloseTo(49 * 255 / 100, within(4));
    String text = new String(clip.mp4(), StandardCharsets.ISO_8859_1);
    assertThat(text.indexOf("moov")).as("what players need first").isLessThan(text.indexOf("mdat"));
    byte[] packet = payload(drawn.fragments().get(3));
    assertThat(text).contains(new String(packet, StandardCharsets.ISO_8859_1));
  }

  @Test
  void headsAreHiddenInEveryPictureAndWhereNobodyKnowsAllOfIt() throws Exception {
    var judged = new ArrayList<JudgedFrame>();
    for (int i = 0; i <= 10; i++) { // of the first two seconds
      judged.add(new JudgedFrame(Duration.ofMillis(200L * i), List.of(HEAD)));
    }
    MadeClip clip = maker.make(new ClipRequest(drawn.init(), drawn.pieces(1, 5), judged));
    List<Shown> shown = shown(java.util.Objects.requireNonNull(clip.blurred()));
    assertThat(shown).hasSize(40);
    assertThat(shown.getLast().micros()).isCloseTo(3_900_000, within(2_000L));
    assertThat(shown).allMatch(it -> it.head() < 60, "heads are hidden");
    assertThat(shown.subList(0, 20)).allMatch(it -> it.beside() > 120, "all else is shown");
    assertThat(shown.subList(24, 40)).allMatch(it -> it.beside() < 60, "nobody knows");
    assertThat(shown(clip.mp4())).allMatch(it -> it.head() > 120, "the other is as it came");
  }

  @Test
  void aPieceThatIsMissingLeavesTheTimesOfThoseAfterIt() throws Exception {
    List<ClipRequest.Piece> pieces = new ArrayList<>(drawn.pieces(0, 6));
    pieces.remove(2);
    MadeClip clip = maker.make(new ClipRequest(drawn.init(), pieces, null));
    assertThat(clip.pictures()).isEqualTo(50);
    assertThat(shown(clip.mp4()).getLast().micros()).isCloseTo(5_900_000, within(2_000L));
  }

  @Test
  void whatIsNoVideoOrTooLargeIsRefusedForGood() {
    var garbage =
        new ClipRequest(
            new byte[100], List.of(new ClipRequest.Piece(Duration.ZERO, new byte[5000])), null);
    assertThatExceptionOfType(ClipException.class)
        .isThrownBy(() -> maker.make(garbage))
        .matches(ClipException::isFinal);
    var noPicture =
        new ClipRequest(
            drawn.init(), List.of(new ClipRequest.Piece(Duration.ZERO, new byte[0])), null);
    assertThatExceptionOfType(ClipException.class)
        .isThrownBy(() -> maker.make(noPicture))
        .matches(ClipException::isFinal);
  }

  @Test
  void aProcessThatHangsDiesOrBabblesIsNoClipAndMayBeTriedAgain() {
    for (Class<?> program : List.of(Hanging.class, Babbling.class, String.class)) {
      try (var others = new ClipMaker(program, MOST, MEMORY, Duration.ofSeconds(5))) {
        assertThatExceptionOfType(ClipException.class)
            .isThrownBy(
                () -> others.make(new ClipRequest(drawn.init(), drawn.pieces(0, 6), List.of())))
            .matches(it -> !it.isFinal());
        await().atMost(PATIENCE).until(() -> others.pids().isEmpty());
      }
    }
  }

  /** H.265 is remuxed by a recorder that wants to know an encoder, which it does not use. */
  @Test
  void knowsWhatItNeedsToRemuxBothCodecs() {
    assertThat(avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_H264)).isNotNull();
    assertThat(avcodec.avcodec_find_encoder(avcodec.AV_CODEC_ID_HEVC)).isNotNull();
  }

  /** Says nothing. */
  static final class Hanging {
    public static void main(String[] args) throws Exception {
      new java.util.concurrent.CountDownLatch(1).await();
    }
  }

  /** Says that it has a clip of two gigabytes. */
  static final class Babbling {
    public static void main(String[] args) {
      byte[] clip = {1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 9, 127, -1, -1, -1, 3, 3, 3};
      System.out.write(clip, 0, clip.length);
      System.out.flush();
    }
  }

  /**
   * A picture.
   *
   * @param edge how light its right edge is
   * @param head the lightest less the darkest point within the head
   * @param beside the same elsewhere
   */
  private record Shown(long micros, int edge, int head, int beside) {}

  private static List<Shown> shown(byte[] mp4) throws Exception {
    var shown = new ArrayList<Shown>();
    try (var grabber = new FFmpegFrameGrabber(new ByteArrayInputStream(mp4))) {
      grabber.start();
      for (Frame it = grabber.grabImage(); it != null; it = grabber.grabImage()) {
        shown.add(
            new Shown(it.timestamp, at(it, 0.96, 0.5), contrast(it, 0.5), contrast(it, 0.15)));
      }
    }
    return shown;
  }

  private static int contrast(Frame picture, double at) {
    var light =
        IntStream.range(-10, 10)
            .map(i -> at(picture, at + i / (double) picture.imageWidth, at))
            .summaryStatistics();
    return light.getMax() - light.getMin();
  }

  private static int at(Frame picture, double x, double y) {
    var pixels = (ByteBuffer) picture.image[0];
    int row = (int) (y * picture.imageHeight);
    int column = (int) (x * picture.imageWidth);
    return pixels.get(row * picture.imageStride + 3 * column) & 0xff;
  }

  /** The beginning of what a fragment's mdat holds. */
  private static byte[] payload(byte[] fragment) {
    int at = new String(fragment, StandardCharsets.ISO_8859_1).indexOf("mdat") + 4;
    return java.util.Arrays.copyOfRange(fragment, at, at + 200);
  }
}
