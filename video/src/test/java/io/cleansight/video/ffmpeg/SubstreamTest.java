package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.cleansight.video.Fragment;
import io.cleansight.video.Hardware;
import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Notice;
import io.cleansight.video.Opening;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.decoder.Decoders;
import io.cleansight.video.fragment.Film;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A camera with a large main stream and a small one for pictures. */
class SubstreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static Remuxed main;
  private static Remuxed sub;

  private final List<Fragment> fragments = new ArrayList<>();
  private final List<Notice> notices = new ArrayList<>();

  @BeforeAll
  static void films(@TempDir Path folder) throws Exception {
    main = rtp(folder, new Film(640, 480, 150, 25, 1_000_000, false));
    sub = rtp(folder, new Film(320, 240, 2000, 25, 100_000, false));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void picturesComeFromTheSubstreamAndFragmentsFromTheMain(boolean contained) throws Exception {
    try (var mainCamera = camera(main);
        var subCamera = camera(sub);
        var decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, 0);
        var video =
            opener(contained, decoders).open(opening(mainCamera.port(), subCamera.port()))) {
      playUntilSomethingIsKept(video);
    }
    assertThat(fragments)
        .isNotEmpty()
        .allMatch(it -> it.width() == 640 && it.height() == 480 && it.keyFrame());
  }

  @Test
  void picturesGoOnWithoutTheMainStream() throws Exception {
    try (var subCamera = camera(sub);
        var video = new InProcessOpener(Rules.OWN_MACHINE).open(opening(1, subCamera.port()))) {
      playUntilSomethingIsKept(video);
    }
    assertThat(fragments).isEmpty();
    assertThat(notices).containsExactly(Notice.FRAGMENTS_LOST);
  }

  @Test
  void onlyAStreamHasASubstream() {
    var file = new Source.VideoFile(Path.of("a.mp4"));
    var stream = Source.parse("rtsp://127.0.0.1/sub");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Opening(file, PATIENCE, Taking.ALL, stream, null, Hardware.NONE));
  }

  /** The pictures end when the film does, long after the main stream was read. */
  private void playUntilSomethingIsKept(Video video) throws VideoException {
    try (var encoder = new JpegEncoder()) {
      for (var next = video.next();
          next.isPresent() && fragments.isEmpty() && notices.isEmpty();
          next = video.next()) {
        assertThat(next.get().width()).isEqualTo(320);
        assertThat(encoder.encode(next.get())).isNotEmpty();
        notices.addAll(video.notices());
      }
    }
  }

  private static Video.Opener opener(boolean contained, Decoders decoders) {
    return contained ? decoders : new InProcessOpener(Rules.OWN_MACHINE);
  }

  private Opening opening(int mainPort, int subPort) {
    return new Opening(
        Source.parse("rtsp://127.0.0.1:" + mainPort + "/main"),
        PATIENCE,
        Taking.ALL,
        Source.parse("rtsp://127.0.0.1:" + subPort + "/sub"),
        fragments::add,
        Hardware.NONE);
  }

  private static RtspCamera camera(Remuxed film) throws IOException {
    return new RtspCamera(ServerSocketFactory.getDefault(), "127.0.0.1", film);
  }

  private static Remuxed rtp(Path folder, Film film) throws Exception {
    return Remuxed.of(Files.write(folder.resolve("film.mkv"), film.as("matroska")), "rtp");
  }
}
