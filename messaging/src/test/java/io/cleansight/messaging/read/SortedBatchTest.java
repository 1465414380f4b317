package io.cleansight.messaging.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.event.Camera;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.deadletter.Origin;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedBatchTest {
  private static final String CAMERA = "line-1";

  @Test
  void eventsUnderTheirKeyKeepTheirOrder() {
    var sorted = SortedBatch.of(List.of(event(1, CAMERA), event(2, CAMERA)));
    assertThat(sorted.events()).extracting(it -> it.record().offset()).containsExactly(1L, 2L);
    assertThat(sorted.events().getFirst().event()).isInstanceOf(Camera.class);
    assertThat(sorted.tombstones()).isEmpty();
    assertThat(sorted.deadLetters()).isEmpty();
  }

  @Test
  void anEventUnderAnotherKeyOrNoneIsDead() {
    var sorted = SortedBatch.of(List.of(event(1, "line-2"), event(2, null), event(3, CAMERA)));
    assertThat(sorted.events()).hasSize(1);
    assertThat(sorted.deadLetters())
        .extracting(DeadLetter::code)
        .containsExactly(ErrorCode.WRONG_KEY, ErrorCode.WRONG_KEY);
    assertThat(sorted.deadLetters().getFirst().reason()).isEqualTo("key is line-2, not line-1");
    assertThat(sorted.deadLetters().getFirst().bytes()).isNotEmpty();
  }

  @Test
  void whatCannotBeReadIsDeadWithItsBytes() {
    var bytes = new byte[] {1, 2, 3};
    var sorted =
        SortedBatch.of(
            List.of(
                record(
                    Topics.CAMERAS,
                    7,
                    CAMERA,
                    new Decoded.Unreadable<>(bytes, ErrorCode.MALFORMED, "cut"))));
    assertThat(sorted.events()).isEmpty();
    assertThat(sorted.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.bytes()).isEqualTo(bytes);
              assertThat(letter.code()).isEqualTo(ErrorCode.MALFORMED);
              assertThat(letter.place()).isEqualTo(new Origin(Topics.CAMERAS, 2, 7));
            });
  }

  @Test
  void aRecordWithoutAValueWithdrawsWhereItsTopicIsCompactedAndIsDeadElsewhere() {
    var sorted =
        SortedBatch.of(
            List.of(
                record(Topics.CAMERAS, 1, CAMERA, null),
                record(Topics.CAMERAS, 2, null, null),
                record(Topics.REVIEWS, 3, CAMERA, null)));
    assertThat(sorted.tombstones()).extracting(ConsumerRecord::offset).containsExactly(1L);
    assertThat(sorted.deadLetters())
        .extracting(it -> it.origin().offset() + " " + it.code())
        .containsExactly("2 EMPTY", "3 EMPTY");
  }

  @Test
  void anEventHasTheIdThatItsSenderGaveIt() {
    var id = UUID.fromString("7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001");
    assertThat(consumed("ce_id", id.toString()).id()).contains(id);
    assertThat(consumed("other", "x").id()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "not one", "7b0a5f6e"})
  void anIdThatIsNoneIsNone(String foreign) {
    assertThat(consumed("ce_id", foreign).id()).isEmpty();
  }

  @Test
  void aReplayIsKnownByWhereItFirstLay() {
    var replay = event(1, CAMERA);
    header(replay, "dlt_topic", Topics.CAMERAS);
    header(replay, "dlt_partition", "5");
    header(replay, "dlt_offset", "17");
    assertThat(SortedBatch.of(List.of(replay)).events().getFirst().replayOf())
        .contains(new Origin(Topics.CAMERAS, 5, 17));
    assertThat(consumed("dlt_topic", Topics.CAMERAS).replayOf()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "x", "", "12345678901234567890"})
  void aPlaceThatIsNoneIsNone(String offset) {
    var replay = event(1, CAMERA);
    header(replay, "dlt_topic", Topics.CAMERAS);
    header(replay, "dlt_partition", "5");
    header(replay, "dlt_offset", offset);
    assertThat(Origin.of(replay.headers())).isEqualTo(Optional.empty());
  }

  private static SortedBatch.ConsumedEvent consumed(String header, String value) {
    var record = event(1, CAMERA);
    header(record, header, value);
    return SortedBatch.of(List.of(record)).events().getFirst();
  }

  private static void header(ConsumerRecord<?, ?> record, String name, String value) {
    record.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> event(
      long offset, @Nullable String key) {
    var camera =
        Camera.newBuilder()
            .setCameraId(CAMERA)
            .setName("Line 1")
            .setEnabled(true)
            .setZones(List.of())
            .build();
    return record(Topics.CAMERAS, offset, key, new Decoded.Event<>(camera));
  }

  @SuppressWarnings("NullAway") // as Kafka gives them: a key or a value may be missing
  private static ConsumerRecord<String, Decoded<SpecificRecord>> record(
      String topic, long offset, @Nullable String key, @Nullable Decoded<SpecificRecord> value) {
    return new ConsumerRecord<>(topic, 2, offset, key, value);
  }
}
