package io.cleansight.video.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.ffmpeg.InProcessOpener;
import io.cleansight.video.ffmpeg.WebCamera;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContainedVideoTest {
  private static final int MANY = 16;
  private static final Path CLIP = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long MEMORY = 1L << 30;
  private static final int PICTURES = 67;

  private final Decoders decoders = new Decoders(Rules.OWN_MACHINE, MEMORY, 0);

  @BeforeEach
  void clip() {
    SharedFiles.require(CLIP);
  }

  @AfterEach
  void close() {
    decoders.close();
    await().atMost(PATIENCE).until(() -> decoders.pids().isEmpty());
  }

  @Test
  void showsThePicturesThatItWouldShowHere() throws Exception {
    try (var there = decoders.open(new Source.VideoFile(CLIP), PATIENCE);
        var here =
            new InProcessOpener(Rules.OWN_MACHINE).open(new Source.VideoFile(CLIP), PATIENCE)) {
      assertThat(there.duration()).isEqualTo(here.duration()).isPresent();
      assertThat(shown(there)).isEqualTo(shown(here)).hasSize(PICTURES);
    }
  }

  /** Starting is what takes time, and is not what a source's patience is for. */
  @Test
  void manySourcesThatAreOpenedAtOnceAreAllOpened() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var opening = new ArrayList<Future<Integer>>();
      for (int i = 0; i < MANY; i++) {
        opening.add(
            threads.submit(
                () -> {
                  try (var video = decoders.open(new Source.VideoFile(CLIP), PATIENCE)) {
                    return video.next().orElseThrow().width();
                  }
                }));
      }
      for (Future<Integer> it : opening) {
        assertThat(it.get()).isPositive();
      }
    }
  }

  @Test
  void saysWhatIsWrongAsItWouldHere() {
    var none = new Source.VideoFile(Path.of("/no/such/file.mp4"));
    assertThatExceptionOfType(VideoException.class)
        .isThrownBy(() -> decoders.open(none, PATIENCE))
        .returns(Fault.NOT_FOUND, VideoException::fault);
    var closed = (Source.Stream) Source.parse("rtsp://127.0.0.1:1/main");
    assertThatExceptionOfType(VideoException.class)
        .isThrownBy(() -> decoders.open(closed, PATIENCE))
        .returns(Fault.UNREACHABLE, VideoException::fault);
  }

  @Test
  void aDecoderThatIsKilledCostsItsOwnVideoAlone() throws Exception {
    try (var other = decoders.open(new Source.VideoFile(CLIP), PATIENCE)) {
      Set<Long> before = decoders.pids();
      try (var video = decoders.open(new Source.VideoFile(CLIP), PATIENCE)) {
        assertThat(video.next()).isPresent();
        other.next();
        handle(newPid(before)).destroyForcibly();
        assertThatExceptionOfType(VideoException.class)
            .isThrownBy(() -> shown(video))
            .returns(Fault.DECODER_LOST, VideoException::fault);
      }
      assertThat(shown(other)).hasSize(PICTURES - 1);
    }
  }

  @Test
  void aDecoderThatHangsIsKilledInTimeAndCostsItsOwnVideoAlone() throws Exception {
    try (var other = decoders.open(new Source.VideoFile(CLIP), PATIENCE)) {
      Set<Long> before = decoders.pids();
      try (var video = decoders.open(new Source.VideoFile(CLIP), Duration.ofSeconds(1))) {
        ProcessHandle hung = handle(newPid(before));
        stop(hung);
        assertThatExceptionOfType(VideoException.class)
            .isThrownBy(video::next)
            .returns(Fault.STALLED, VideoException::fault);
        assertThat(hung.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(shown(other)).hasSize(PICTURES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Misbehaving.Glutton.class,
        Misbehaving.Babbler.class,
        Misbehaving.Boaster.class,
        Misbehaving.Liar.class
      })
  void whatItsProcessDoesIsAFaultOfTheVideo(Class<?> program) throws Exception {
    try (var others = new Decoders(Rules.OWN_MACHINE, MEMORY, 0, program)) {
      assertThatExceptionOfType(VideoException.class)
          .isThrownBy(
              () -> {
                try (var video = others.open(new Source.VideoFile(CLIP), PATIENCE)) {
                  video.next();
                }
              })
          .returns(Fault.DECODER_LOST, VideoException::fault);
      await().atMost(PATIENCE).until(() -> others.pids().isEmpty());
    }
  }

  /** What is planted here is in no argument and in no environment; ours has more than two words. */
  @Test
  void itsProcessKnowsNothingOfOurs() throws Exception {
    try (var camera = new WebCamera("127.0.0.1").has("/clip", Files.readAllBytes(CLIP))) {
      // An mp4 that cannot be sought through begins with what describes it, or has no video.
      var source =
          Source.parse(
              camera.url("/clip?token=planted-secret").replace("//", "//u:planted-secret@"));
      assertThat(System.getenv()).containsKey("PATH");
      try (var video = decoders.open(source, PATIENCE)) {
        Path process = Path.of("/proc", Long.toString(decoders.pids().iterator().next()));
        String environment =
            Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        assertThat(environment.split("\0"))
            .allMatch(it -> it.matches("(?s)(CLASSPATH|MALLOC_ARENA_MAX|PWD|OLDPWD)=.*"));
        assertThat(environment + Files.readString(process.resolve("cmdline")))
            .doesNotContain("planted-secret");
        assertThat(Files.readString(process.resolve("limits")))
            .containsPattern("Max address space +" + MEMORY + " +" + MEMORY)
            .containsPattern("Max core file size +0 +0");
        assertThat(Files.readString(process.resolve("oom_score_adj")).strip()).isEqualTo("1000");
        assertThat(video.next()).isPresent();
      }
    }
  }

  @Test
  void itsProcessEndsWithTheOneThatStartedIt() throws Exception {
    Process parent =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Misbehaving.Parent.class.getName(),
                CLIP.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var said =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle decoder = handle(Long.parseLong(said.readLine()));
      assertThat(decoder.isAlive()).isTrue();
      parent.destroyForcibly();
      await().atMost(PATIENCE).until(() -> !decoder.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  /** A video's process goes with it, and all of them with their owner. */
  @Test
  void noProcessIsLeft() throws Exception {
    decoders.open(new Source.VideoFile(CLIP), PATIENCE).close();
    await().atMost(PATIENCE).until(() -> decoders.pids().isEmpty());
    Video open = decoders.open(new Source.VideoFile(CLIP), PATIENCE);
    assertThat(decoders.pids()).hasSize(1);
    decoders.close();
    await().atMost(PATIENCE).until(() -> decoders.pids().isEmpty());
    open.close();
  }

  private long newPid(Set<Long> before) {
    return decoders.pids().stream().filter(it -> !before.contains(it)).findFirst().orElseThrow();
  }

  private static ProcessHandle handle(long pid) {
    return ProcessHandle.of(pid).orElseThrow();
  }

  private static void stop(ProcessHandle process) throws Exception {
    int status =
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    assertThat(status).isZero();
  }

  /** What is left of it: when each picture is, its JPEG and its glance. */
  private static List<String> shown(Video video) throws VideoException {
    var shown = new ArrayList<String>();
    try (var encoder = new JpegEncoder()) {
      for (var next = video.next(); next.isPresent(); next = video.next()) {
        int jpeg = java.util.Arrays.hashCode(encoder.encode(next.get()));
        shown.add(next.get().mediaTime() + " " + jpeg + " " + encoder.glance().brightness());
      }
    }
    return shown;
  }
}
