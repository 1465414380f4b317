package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.Fragment;
import io.cleansight.video.Hardware;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Mask;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.decoder.Decoders;
import io.cleansight.video.fragment.Film;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing under a mask gets out, neither in pictures nor in the video that is kept. */
class MaskingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The upper left quarter, and what lies beside it. */
  private static final Mask QUARTER = mask(-0.5, -0.5, 0.5, 0.5);

  private static final Mask OTHER = mask(0.5, 0.5, 1.5, 1);

  /** Of 255, in a picture that was compressed. */
  private static final int BLACK = 24;

  /** Blocks of a JPEG that a mask touches may differ beside it. */
  private static final int BLOCK = 16;

  @TempDir Path folder;

  private final List<Fragment> fragments = new ArrayList<>();

  @ParameterizedTest
  @CsvSource(
      value = {"null", "160"},
      nullValues = "null")
  void aMaskIsBlackAndTheRestIsAsItWas(@Nullable Integer longestSide) throws Exception {
    Path film = film();
    List<BufferedImage> open = pictures(film, new Taking(null, 100, longestSide));
    List<BufferedImage> masked = pictures(film, taking(longestSide, QUARTER));
    assertThat(masked).hasSameSizeAs(open).hasSizeGreaterThan(20);
    for (int i = 0; i < open.size(); i++) {
      isMasked(masked.get(i), 0);
      isSameBeside(masked.get(i), open.get(i));
    }
    assertThat(brightest(open.getFirst(), 0)).isGreaterThan(100);
  }

  /** As people draw it, in whatever form the pixels come. */
  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_3BYTE_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_BYTE_BINARY
      })
  void everyFormOfPixelsIsMasked(int type) throws Exception {
    var picture = new BufferedImage(320, 240, type);
    var pen = picture.createGraphics();
    pen.setColor(Color.WHITE);
    pen.fillRect(0, 0, 320, 240);
    pen.dispose();
    ImageIO.write(picture, "png", folder.resolve("1.png").toFile());
    var source = new Source.Folder(folder, 1);
    BufferedImage masked = pictures(source, taking(null, QUARTER)).getFirst();
    isMasked(masked, 0);
    assertThat(luma(masked, 300, 200)).isGreaterThan(200);
  }

  @Test
  void aDrawnRoomIsMasked() throws Exception {
    var source = Source.parse("scene:7?minutes=0.5&fps=2");
    for (BufferedImage picture : pictures(source, taking(null, QUARTER))) {
      isMasked(picture, 0);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theVideoThatIsKeptIsMasked(boolean contained) throws Exception {
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0)) {
      Video.Opener opener = contained ? decoders : new InProcessOpener(Rules.OWN_MACHINE);
      try (var video = opener.open(opening(new Source.VideoFile(film()), QUARTER))) {
        play(video, Integer.MAX_VALUE);
      }
    }
    assertThat(fragments).isNotEmpty();
    List<BufferedImage> kept = pictures(kept(), Taking.ALL);
    assertThat(kept).hasSizeGreaterThan(10);
    for (BufferedImage picture : kept) {
      isMasked(picture, 0);
      assertThat(brightest(picture, BLOCK)).isGreaterThan(100);
    }
  }

  /** The camera that sends it may be asked for the smaller stream alone. */
  @Test
  void ofAMainStreamNothingIsKeptWhereTheSubstreamIsMasked() throws Exception {
    Path file = Files.write(folder.resolve("sub.mkv"), film(320, 240, 250).as("matroska"));
    try (var camera =
            new RtspCamera(ServerSocketFactory.getDefault(), "127.0.0.1", Remuxed.of(file, "rtp"));
        var video =
            new InProcessOpener(Rules.OWN_MACHINE)
                .open(
                    new Opening(
                        Source.parse("rtsp://127.0.0.1:1/main"),
                        PATIENCE,
                        taking(null, QUARTER),
                        Source.parse("rtsp://127.0.0.1:" + camera.port() + "/sub"),
                        fragments::add,
                        Hardware.NONE))) {
      while (fragments.isEmpty()) {
        assertThat(video.next()).isPresent();
      }
      assertThat(video.notices()).isEmpty();
    }
    assertThat(fragments.getFirst().width()).isEqualTo(320);
    isMasked(pictures(kept(), Taking.ALL).getFirst(), 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMaskThatIsAddedHoldsFromTheNextPictureOn(boolean contained) throws Exception {
    try (var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0)) {
      Video.Opener opener = contained ? decoders : new InProcessOpener(Rules.OWN_MACHINE);
      try (var video = opener.open(opening(new Source.VideoFile(film())))) {
        assertThat(brightest(play(video, 60).getLast(), 0)).isGreaterThan(100);
        assertThat(fragments).isNotEmpty();
        fragments.clear();
        video.take(taking(null, QUARTER));
        for (BufferedImage picture : play(video, Integer.MAX_VALUE)) {
          isMasked(picture, 0);
        }
        assertThat(fragments).as("what the camera sent is not masked").isEmpty();
      }
      try (var video = opener.open(opening(new Source.VideoFile(film()), OTHER))) {
        play(video, 20);
        video.take(taking(null, QUARTER, OTHER));
        play(video, 20).forEach(it -> isMasked(it, 0));
        play(video, Integer.MAX_VALUE);
      }
      List<BufferedImage> kept = pictures(kept(), Taking.ALL);
      isMasked(kept.getLast(), 0);
      assertThat(brightest(kept.getFirst(), 0)).isGreaterThan(100);
    }
  }

  private Path film() throws Exception {
    return Files.write(folder.resolve("film.mkv"), film(320, 240, 150).as("matroska"));
  }

  private static Film film(int width, int height, int pictures) {
    return new Film(width, height, pictures, 25, 2_000_000, false);
  }

  private static Mask mask(double left, double top, double right, double bottom) {
    return new Mask(
        List.of(
            new Mask.Corner(left, top),
            new Mask.Corner(right, top),
            new Mask.Corner(right, bottom),
            new Mask.Corner(left, bottom)));
  }

  private static Taking taking(@Nullable Integer longestSide, Mask... masks) {
    return new Taking(null, 100, longestSide, List.of(masks));
  }

  private Opening opening(Source source, Mask... masks) {
    return new Opening(source, PATIENCE, taking(null, masks), null, fragments::add, Hardware.NONE);
  }

  private Path kept() throws IOException {
    Path file = folder.resolve("kept.mp4");
    try (var out = Files.newOutputStream(file)) {
      out.write(fragments.getFirst().init());
      for (Fragment fragment : fragments) {
        out.write(fragment.bytes());
      }
    }
    return file;
  }

  private static List<BufferedImage> pictures(Path file, Taking taking) throws Exception {
    return pictures(new Source.VideoFile(file), taking);
  }

  private static List<BufferedImage> pictures(Source source, Taking taking) throws Exception {
    var opening = new Opening(source, PATIENCE, taking, null, null, Hardware.NONE);
    try (var video = new InProcessOpener(Rules.OWN_MACHINE).open(opening)) {
      return play(video, Integer.MAX_VALUE);
    }
  }

  private static List<BufferedImage> play(Video video, int most)
      throws VideoException, IOException {
    var pictures = new ArrayList<BufferedImage>();
    try (var encoder = new JpegEncoder()) {
      while (pictures.size() < most) {
        var next = video.next();
        if (next.isEmpty()) {
          break;
        }
        pictures.add(ImageIO.read(new ByteArrayInputStream(encoder.encode(next.get()))));
      }
    }
    return pictures;
  }

  /** The upper left quarter is black, but for so many pixels at its edge. */
  private static void isMasked(BufferedImage picture, int edge) {
    int brightest = 0;
    for (int y = 0; y < picture.getHeight() / 2 - edge; y++) {
      for (int x = 0; x < picture.getWidth() / 2 - edge; x++) {
        brightest = Math.max(brightest, luma(picture, x, y));
      }
    }
    assertThat(brightest).isLessThan(BLACK);
  }

  private static void isSameBeside(BufferedImage masked, BufferedImage open) {
    int width = masked.getWidth();
    int height = masked.getHeight();
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (x > width / 2 + BLOCK || y > height / 2 + BLOCK) {
          if (masked.getRGB(x, y) != open.getRGB(x, y)) {
            throw new AssertionError("%d, %d differs".formatted(x, y));
          }
        }
      }
    }
  }

  /** In the quarter that begins at that pixel. */
  private static int brightest(BufferedImage picture, int from) {
    int x = from == 0 ? 0 : picture.getWidth() / 2 + from;
    int y = from == 0 ? 0 : picture.getHeight() / 2 + from;
    int brightest = 0;
    for (int dy = 0; y + dy < picture.getHeight() && dy < picture.getHeight() / 2; dy++) {
      for (int dx = 0; x + dx < picture.getWidth() && dx < picture.getWidth() / 2; dx++) {
        brightest = Math.max(brightest, luma(picture, x + dx, y + dy));
      }
    }
    return brightest;
  }

  private static int luma(BufferedImage picture, int x, int y) {
    var colour = new Color(picture.getRGB(x, y));
    return (colour.getRed() * 3 + colour.getGreen() * 6 + colour.getBlue()) / 10;
  }
}
