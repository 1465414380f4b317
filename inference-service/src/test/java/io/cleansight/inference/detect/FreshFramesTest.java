package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.FreshFrames.Terms;
import io.cleansight.messaging.read.SortedBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class FreshFramesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STALE = Duration.ofSeconds(2);
  private static final Timeliness TIMELINESS =
      new Timeliness(Duration.ofMinutes(5), Duration.ofDays(400));

  private boolean crowded;
  private boolean moreToCome;

  @Test
  void aLiveCameraThatIsBehindSkipsToItsNewest() {
    FreshFrames chosen =
        choose(frame("a", 1, 9, "live"), frame("a", 2, 8, "live"), frame("a", 3, 7, "live"));
    assertThat(fresh(chosen)).containsExactly("a3");
    assertThat(skipped(chosen)).containsExactly("a1", "a2");
  }

  @Test
  void freshFramesAllStay() {
    FreshFrames chosen = choose(frame("a", 1, 1, "live"), frame("a", 2, 0, "live"));
    assertThat(fresh(chosen)).containsExactly("a1", "a2");
    assertThat(skipped(chosen)).isEmpty();
  }

  @Test
  void recordedFramesAllStayHoweverOld() {
    FreshFrames chosen = choose(frame("a", 1, 900, "recorded"), frame("a", 2, 800, "recorded"));
    assertThat(fresh(chosen)).containsExactly("a1", "a2");
  }

  @Test
  void everyCameraGetsItsTurn() {
    FreshFrames chosen =
        choose(
            frame("a", 1, 9, "live"),
            frame("b", 1, 9, "live"),
            frame("a", 2, 9, "live"),
            frame("b", 2, 9, "live"));
    assertThat(fresh(chosen)).containsExactly("a2", "b2");
    assertThat(skipped(chosen)).containsExactly("a1", "b1");
  }

  @Test
  void whereNewerFramesAreAlreadyThereTheOldAreAllSkipped() {
    moreToCome = true;
    FreshFrames chosen = choose(frame("a", 1, 9, "live"), frame("a", 2, 8, "live"));
    assertThat(fresh(chosen)).isEmpty();
    assertThat(skipped(chosen)).containsExactly("a1", "a2");
  }

  @Test
  void inACrowdEachLiveCameraGivesItsNewest() {
    crowded = true;
    FreshFrames chosen =
        choose(
            frame("a", 1, 1, "live"),
            frame("b", 1, 1, "live"),
            frame("r", 1, 1, "recorded"),
            frame("a", 2, 0, "live"),
            frame("r", 2, 1, "recorded"));
    assertThat(fresh(chosen)).containsExactly("b1", "r1", "a2", "r2");
    assertThat(skipped(chosen)).containsExactly("a1");
  }

  @Test
  void aFrameFromTheFutureIsMarkedAndIsNoOlderThanItsArrival() {
    FreshFrames chosen = choose(frame("a", 1, -7200, "live"), frame("a", 2, -7199, "live"));
    assertThat(chosen.fresh()).extracting(FreshFrames.Fresh::untimely).containsOnly("future");
    assertThat(skipped(chosen)).isEmpty();
  }

  @Test
  void aFrameOlderThanAnythingIsKeptIsMarked() {
    FreshFrames chosen = choose(frame("r", 1, 401 * 86_400, "recorded"));
    assertThat(chosen.fresh()).extracting(FreshFrames.Fresh::untimely).containsExactly("expired");
  }

  @Test
  void whatIsWithinTheBoundsIsNotMarked() {
    FreshFrames chosen = choose(frame("r", 1, -300, "recorded"), frame("r", 2, 0, "recorded"));
    assertThat(chosen.fresh()).extracting(FreshFrames.Fresh::untimely).containsOnlyNulls();
  }

  @Test
  void skippedFramesAreToldByRunAndHourWithTheirNumber() {
    moreToCome = true;
    FreshFrames chosen =
        choose(
            frame("a", 1, 3602, "live"),
            frame("a", 2, 9, "live"),
            frame("b", 5, 9, "live"),
            frame("a", 3, 8, "live"));
    assertThat(SkippedByHour.of(chosen.skipped()))
        .extracting(
            it ->
                it.getCameraId()
                    + it.getFirstSequence()
                    + "-"
                    + it.getLastSequence()
                    + ":"
                    + it.getFrames())
        .containsExactly("a1-1:1", "a2-3:2", "b5-5:1");
  }

  private FreshFrames choose(Frame... frames) {
    SortedBatch sorted = SortedBatch.of(Stream.of(frames).map(FreshFramesTest::appended).toList());
    return FreshFrames.of(
        sorted.events(), new Terms(NOW, STALE, crowded, _ -> moreToCome, TIMELINESS));
  }

  private static List<String> fresh(FreshFrames chosen) {
    return chosen.fresh().stream().map(it -> name(it.frame())).toList();
  }

  private static List<String> skipped(FreshFrames chosen) {
    return chosen.skipped().stream().map(it -> name(it.frame())).toList();
  }

  private static String name(Frame frame) {
    return frame.getCameraId() + frame.getSequence();
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> appended(Frame frame) {
    return new ConsumerRecord<>(
        Topics.FRAMES,
        0,
        frame.getSequence(),
        NOW.toEpochMilli(),
        TimestampType.LOG_APPEND_TIME,
        0,
        0,
        frame.getCameraId(),
        new Decoded.Event<>(frame),
        new RecordHeaders(),
        Optional.empty());
  }

  private static Frame frame(String camera, long sequence, int secondsOld, String kind) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame(camera, NOW, sequence))
        .setCameraId(camera)
        .setEpoch(NOW)
        .setSequence(sequence)
        .setCapturedAt(NOW.minusSeconds(secondsOld))
        .setWidth(1)
        .setHeight(1)
        .setSourceKind(kind)
        .setJpeg(ByteBuffer.allocate(0))
        .build();
  }
}
