package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import io.cleansight.inference.detect.FreshFrames.Terms;
import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class FreshFramesTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration STALE = Duration.ofSeconds(2);

  private final Map<String, Integer> owed = new HashMap<>();
  private boolean crowded;
  private boolean moreToCome;

  @Test
  void aLiveCameraThatIsBehindSkipsToItsNewest() {
    assertThat(fresh(frame("a", 1, 9, "live"), frame("a", 2, 8, "live"), frame("a", 3, 7, "live")))
        .containsExactly("a3+2");
  }

  @Test
  void freshFramesAllStay() {
    assertThat(fresh(frame("a", 1, 1, "live"), frame("a", 2, 0, "live")))
        .containsExactly("a1+0", "a2+0");
  }

  @Test
  void recordedFramesAllStayHoweverOld() {
    assertThat(fresh(frame("a", 1, 900, "recorded"), frame("a", 2, 800, "recorded")))
        .containsExactly("a1+0", "a2+0");
  }

  @Test
  void everyCameraGetsItsTurn() {
    assertThat(
            fresh(
                frame("a", 1, 9, "live"),
                frame("b", 1, 9, "live"),
                frame("a", 2, 9, "live"),
                frame("b", 2, 9, "live")))
        .containsExactly("a2+1", "b2+1");
  }

  @Test
  void whereNewerFramesAreAlreadyThereTheOldAreAllPassedOver() {
    moreToCome = true;
    assertThat(fresh(frame("a", 1, 9, "live"), frame("a", 2, 8, "live"))).isEmpty();
    assertThat(fresh(frame("a", 3, 1, "live"))).containsExactly("a3+2");
  }

  @Test
  void inACrowdEachLiveCameraGivesItsNewest() {
    crowded = true;
    assertThat(
            fresh(
                frame("a", 1, 1, "live"),
                frame("b", 1, 1, "live"),
                frame("r", 1, 1, "recorded"),
                frame("a", 2, 0, "live"),
                frame("r", 2, 1, "recorded")))
        .containsExactly("b1+0", "r1+0", "a2+1", "r2+0");
  }

  private List<String> fresh(Frame... frames) {
    Inbox inbox =
        Inbox.of(
            Stream.of(frames)
                .map(
                    frame ->
                        new ConsumerRecord<
                            String, Decoded<org.apache.avro.specific.SpecificRecord>>(
                            Topics.FRAMES,
                            0,
                            frame.getSequence(),
                            frame.getCameraId(),
                            new Decoded.Event<>(frame)))
                .toList());
    return FreshFrames.of(inbox.letters(), new Terms(NOW, STALE, crowded, _ -> moreToCome), owed)
        .stream()
        .map(
            fresh ->
                fresh.frame().getCameraId() + fresh.frame().getSequence() + "+" + fresh.skipped())
        .toList();
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
