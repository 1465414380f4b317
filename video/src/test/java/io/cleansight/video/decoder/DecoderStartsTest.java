package io.cleansight.video.decoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DecoderStartsTest {
  private static final Path CLIP = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int STANDBY = 2;

  private final Decoders decoders = new Decoders(Rules.OWN_MACHINE, 1L << 30, STANDBY);

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
  void aSourceIsGivenAProcessThatWaited() throws Exception {
    Set<Long> waiting = awaitWaiting();
    Video first = open();
    try (first;
        var second = open();
        var third = open()) {
      assertThat(first.next()).isPresent();
      assertThat(second.next()).isPresent();
      assertThat(third.next()).isPresent();
      assertThat(decoders.pids()).as("nothing was started for the first two").containsAll(waiting);
      await().atMost(PATIENCE).until(() -> decoders.pids().size() == 3 + STANDBY);
    }
    await().atMost(PATIENCE).until(() -> decoders.pids().size() == STANDBY);
    assertThat(decoders.pids()).doesNotContainAnyElementsOf(waiting);
  }

  @Test
  void oneThatDiedWhileItWaitedIsNotUsed() throws Exception {
    for (long pid : awaitWaiting()) {
      ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
      assertThat(process.destroyForcibly()).isTrue();
      await().atMost(PATIENCE).until(() -> !process.isAlive());
    }
    try (var video = open()) {
      assertThat(video.next()).isPresent();
    }
  }

  private Video open() throws Exception {
    return decoders.open(new Source.VideoFile(CLIP), PATIENCE);
  }

  /** Until so many have loaded all that they need, so that they do not use the processor. */
  private Set<Long> awaitWaiting() {
    await().atMost(PATIENCE).until(() -> decoders.waiting() == STANDBY);
    return decoders.pids();
  }
}
