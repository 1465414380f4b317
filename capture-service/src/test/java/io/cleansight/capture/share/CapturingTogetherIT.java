package io.cleansight.capture.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.cleansight.capture.CaptureApplication;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import io.cleansight.video.process.ClassArchive;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Capture-services share cameras, each with a decoder of its own, over a real broker, while one is
 * killed, one frozen and all exchanged. It takes minutes and all of the machine, so it runs where
 * it is asked for: {@code -Dtogether.cameras=32}. For how long each camera was not seen is printed;
 * what is asserted of times is generous, as the machine may be busy.
 */
class CapturingTogetherIT {
  private static final PrintStream OUT = System.out;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration TAKEOVER = Duration.ofMinutes(1);
  private static final int FROZEN_PICTURES = 75; // 15 s, more than twice a session
  private static final int SOME_PICTURES = 10;
  private static final Path LOGS = Path.of("target", "capture-logs");
  private static final int CAMERAS = Integer.getInteger("together.cameras", 0);
  private static final int STANDBY = Integer.getInteger("together.standby", CAMERAS / 2);
  private static final int PARTITIONS = 12;

  @TempDir static Path folder;

  private final List<ServiceJvm> started = new ArrayList<>();

  @Test
  void everyPictureIsCapturedOnceWhateverBecomesOfAnInstance() throws Exception {
    assumeTrue(CAMERAS > 0, "SKIPPED: -Dtogether.cameras=N is not set");
    Files.createDirectories(LOGS);
    Path archive = archive();
    try (var kafka =
            EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
        var cameras = new NumberedCameras();
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      var site = new Site(kafka, cameras, admin, archive);
      ServiceJvm first = site.capture();
      ServiceJvm second = site.capture();
      site.awaitShared(2);
      try (var frames = new CapturedFrames(kafka.bootstrapServers())) {
        site.awaitCaptured(frames);
        first.kill();
        int killed = cameras.now();
        site.report("one of two killed", frames, killed);

        ServiceJvm third = site.capture();
        site.awaitShared(2);
        site.awaitCaptured(frames);
        freeze(site, frames, third);

        int restart = cameras.now();
        for (ServiceJvm old : List.of(second, third)) {
          site.capture();
          site.awaitShared(3);
          site.awaitCaptured(frames);
          old.terminate();
          assertThat(old.awaitEnd(PATIENCE)).isIn(0, 143);
          site.awaitShared(2);
          site.awaitCaptured(frames);
        }
        site.report("two exchanged, one after the other", frames, restart);
        frames.judgedFrom(0).forEach((_, numbers) -> assertThat(numbers).isSorted());
        frames.judgedFrom(0).forEach((_, numbers) -> assertThat(numbers).doesNotHaveDuplicates());
      }
    } finally {
      started.forEach(ServiceJvm::close);
    }
  }

  /** Whoever returns learns that its cameras are another's; until then its frames are outdated. */
  private static void freeze(Site site, CapturedFrames frames, ServiceJvm frozen) throws Exception {
    Map<String, Long> before = frames.latestGenerations();
    frozen.freeze();
    int freeze = site.cameras().now();
    site.report("one of two frozen", frames, freeze);
    Map<String, Long> taken = frames.latestGenerations();
    assertThat(taken.keySet())
        .anyMatch(it -> taken.getOrDefault(it, 0L) > before.getOrDefault(it, 0L));
    site.awaitPictures(freeze + FROZEN_PICTURES);
    frozen.thaw();
    site.awaitShared(2);
    site.awaitCaptured(frames);
    var outdated = frames.outdatedFrom(freeze - SOME_PICTURES);
    OUT.printf("%d frames came of an instance that was no longer asked%n", outdated.size());
    assertThat(outdated).allMatch(it -> it.generation() == before.getOrDefault(it.camera(), 0L));
    int later = site.cameras().now();
    site.awaitCaptured(frames);
    assertThat(frames.outdatedFrom(later)).as("it has stopped").isEmpty();
  }

  /** As the image has it, of the jars that the services run from. */
  private static Path archive() throws IOException, InterruptedException {
    Path archive = folder.resolve("decoder.aot");
    Path target = Path.of("target").toAbsolutePath();
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("capture-service.jar") + ":" + target.resolve("lib") + "/*",
                "io.cleansight.video.decoder.DecoderArchive",
                archive.toString())
            .redirectErrorStream(true)
            .redirectOutput(LOGS.resolve("archive.log").toFile())
            .start()
            .waitFor();
    assertThat(status).isZero();
    return archive;
  }

  /** A broker, cameras, and the instances that capture them. */
  private final class Site {
    private final EmbeddedKafka kafka;
    private final NumberedCameras cameras;
    private final Admin admin;
    private final Path archive;

    Site(EmbeddedKafka kafka, NumberedCameras cameras, Admin admin, Path archive) {
      this.kafka = kafka;
      this.cameras = cameras;
      this.admin = admin;
      this.archive = archive;
    }

    NumberedCameras cameras() {
      return cameras;
    }

    ServiceJvm capture() throws IOException {
      var settings = new ArrayList<String>();
      settings.add("--server.port=0");
      settings.add("--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers());
      settings.add("--topics.partitions=" + PARTITIONS);
      settings.add("--capture.sources.standby=" + STANDBY);
      for (int i = 0; i < CAMERAS; i++) {
        settings.add("--capture.cameras[" + i + "].id=line-" + i);
        settings.add("--capture.cameras[" + i + "].source=" + cameras.url(i));
      }
      ServiceJvm instance =
          ServiceJvm.start(
              Path.of(""),
              "capture-service",
              CaptureApplication.class.getName(),
              LOGS.resolve("capture-" + started.size() + ".log"),
              settings,
              Map.of("JDK_JAVA_OPTIONS", "-D" + ClassArchive.PROPERTY + "=" + archive));
      started.add(instance);
      return instance;
    }

    /** Until so many instances have equal shares, so that nothing moves any more. */
    void awaitShared(int instances) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptions()
          .until(
              () -> {
                ConsumerGroupDescription group =
                    admin
                        .describeConsumerGroups(List.of(ConsumerGroups.CAPTURE_CAMERAS))
                        .all()
                        .get()
                        .values()
                        .iterator()
                        .next();
                IntSummaryStatistics shares =
                    group.members().stream()
                        .mapToInt(it -> it.assignment().topicPartitions().size())
                        .summaryStatistics();
                return group.groupState() == GroupState.STABLE
                    && shares.getCount() == instances
                    && shares.getSum() == PARTITIONS
                    && shares.getMax() - shares.getMin() <= 1;
              });
    }

    /** Until every camera is captured, some pictures from now. */
    void awaitCaptured(CapturedFrames frames) {
      int from = cameras.now() + SOME_PICTURES;
      await().atMost(PATIENCE).until(() -> frames.camerasFrom(from) == CAMERAS);
    }

    void awaitPictures(int number) {
      await().atMost(PATIENCE).until(() -> cameras.now() >= number);
    }

    /** Waits until every camera is captured again, and says for how long each was not. */
    void report(String event, CapturedFrames frames, int since) {
      await(event).atMost(TAKEOVER).until(() -> frames.camerasFrom(since + 1) == CAMERAS);
      awaitCaptured(frames);
      var gaps = new TreeMap<Long, List<String>>();
      long missing = 0;
      for (var camera : frames.judgedFrom(since - SOME_PICTURES).entrySet()) {
        List<Integer> numbers = camera.getValue();
        int longest =
            IntStream.range(1, numbers.size())
                .map(i -> numbers.get(i) - numbers.get(i - 1))
                .max()
                .orElseThrow();
        missing += numbers.getLast() - numbers.getFirst() + 1 - numbers.size();
        gaps.computeIfAbsent(longest * NumberedCameras.INTERVAL.toMillis(), _ -> new ArrayList<>())
            .add(camera.getKey());
      }
      OUT.printf(
          "%s: the longest time between two pictures of a camera was %d ms; %d pictures of all"
              + " cameras are missing; cameras by milliseconds: ",
          event, gaps.lastKey(), missing);
      gaps.forEach((millis, of) -> OUT.printf("%d:%d ", millis, of.size()));
      OUT.println();
    }
  }
}
