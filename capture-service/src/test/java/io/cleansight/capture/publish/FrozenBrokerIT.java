package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.capture.Broker;
import io.cleansight.capture.Sample;
import io.cleansight.capture.publish.LiveFrames.Shot;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.FreezableKafka;
import io.cleansight.event.Frame;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live cameras while the broker is frozen: its connections are open, and nothing comes of what is
 * sent. How long, in seconds, is the system property {@code frozen}; a minute is the promise.
 */
class FrozenBrokerIT {
  private static final Logger log = LoggerFactory.getLogger(FrozenBrokerIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int FROZEN_SECONDS = Integer.getInteger("frozen", 8);
  private static final int CAMERAS = 8;
  private static final int FRAMES_PER_SECOND = 20;
  private static final int JPEG = 100_000;
  private static final long BUFFER = 16 << 20;

  @TempDir Path data;
  private FreezableKafka kafka;
  private Broker.Clients clients;
  private ExecutorService sending;
  private final List<FrameCounter> counters = new ArrayList<>();
  private final List<LiveFrames> cameras = new ArrayList<>();
  private final LongAccumulator longestOffer = new LongAccumulator(Math::max, 0);

  @BeforeEach
  void start() throws Exception {
    kafka = FreezableKafka.start(data);
    clients = new Broker.Clients(kafka.bootstrapServers());
    Broker.make(kafka.bootstrapServers(), Topics.FRAMES, Map.of());
    sending = Executors.newVirtualThreadPerTaskExecutor();
    var sender =
        new EventSender(
            clients.template(Map.of("buffer.memory", BUFFER)),
            new EventRecords("capture-service"),
            new BrokerClock());
    for (int i = 0; i < CAMERAS; i++) {
      var counter = new FrameCounter();
      var run = new RunFrames("line-" + i, new Run(1, Sample.EPOCH, true, false), "live");
      counters.add(counter);
      cameras.add(new LiveFrames(run, sender, counter, sending, new CountDownLatch(1)));
    }
  }

  @AfterEach
  void stop() throws Exception {
    kafka.thaw();
    clients.close();
    sending.close();
    kafka.close();
  }

  @Test
  void noCameraWaitsEachFrameIsCountedAndTheNewestComesAfterwards() throws Exception {
    play(1);
    await().atMost(PATIENCE).until(this::isSettled);
    long before = published();
    assertThat(before).isPositive();

    kafka.freeze();
    long last = play(FROZEN_SECONDS);
    long waiting = captured() - published() - dropped();
    assertThat(waiting).isPositive();
    assertThat(waiting * JPEG).isLessThanOrEqualTo(BUFFER + (long) CAMERAS * 2 * JPEG);
    kafka.thaw();
    await().atMost(PATIENCE).until(this::isSettled);

    assertThat(captured()).isEqualTo(published() + dropped());
    assertThat(dropped()).isPositive();
    List<Frame> sent = clients.events(Topics.FRAMES, Frame.class).toList();
    assertThat(sent).hasSize(Math.toIntExact(published()));
    for (int i = 0; i < CAMERAS; i++) {
      String camera = "line-" + i;
      List<Frame> ofCamera = sent.stream().filter(it -> it.getCameraId().equals(camera)).toList();
      assertThat(ofCamera).extracting(Frame::getSequence).doesNotHaveDuplicates().isSorted();
      assertThat(ofCamera.getLast().getCapturedAt()).isEqualTo(Sample.EPOCH.plusMillis(last));
    }
    log.info(
        "broker frozen for {} s: {} of {} frames dropped and counted, the longest call took {} ms",
        FROZEN_SECONDS,
        dropped(),
        captured(),
        TimeUnit.NANOSECONDS.toMillis(longestOffer.get()));
  }

  /** Offers frames of all cameras for so long, and returns the time stamp of the last. */
  private long play(int seconds) throws InterruptedException {
    int rounds = seconds * FRAMES_PER_SECOND;
    var played = new CountDownLatch(rounds);
    var number = new AtomicLong();
    try (var clock = Executors.newSingleThreadScheduledExecutor()) {
      clock.scheduleAtFixedRate(
          () -> {
            if (played.getCount() > 0) {
              offer(number.incrementAndGet());
              played.countDown();
            }
          },
          0,
          1000 / FRAMES_PER_SECOND,
          TimeUnit.MILLISECONDS);
      assertThat(played.await(seconds + PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    return number.get();
  }

  private void offer(long number) {
    Instant at = Sample.EPOCH.plusMillis(number);
    for (LiveFrames camera : cameras) {
      long began = System.nanoTime();
      camera.offer(new Shot(at, 1280, 720, new byte[JPEG]));
      longestOffer.accumulate(System.nanoTime() - began);
    }
  }

  private boolean isSettled() {
    return captured() == published() + dropped();
  }

  private long captured() {
    return counters.stream().mapToLong(FrameCounter::captured).sum();
  }

  private long published() {
    return counters.stream().mapToLong(FrameCounter::published).sum();
  }

  private long dropped() {
    return counters.stream()
        .mapToLong(it -> it.dropped().values().stream().mapToLong(Long::longValue).sum())
        .sum();
  }
}
