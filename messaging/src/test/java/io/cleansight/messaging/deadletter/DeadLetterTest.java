package io.cleansight.messaging.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeadLetterTest {
  private static final long APPENDED = 1_700_000_000_123L;

  @Test
  void keepsKeyBytesAndHeadersAndSaysWhatIsWrong() {
    var headers = new RecordHeaders();
    headers.add("ce_id", bytes("7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001"));
    headers.add("foreign", bytes("kept"));
    var record = letter("line-1", new byte[] {1, 2, 3}, headers).record();
    assertThat(record.topic()).isEqualTo(Topics.VIOLATIONS + ".dlt");
    assertThat(record.partition()).isEqualTo(3);
    assertThat(record.key()).isEqualTo("line-1");
    assertThat((byte[]) record.value()).containsExactly(1, 2, 3);
    assertThat(header(record, "ce_id")).isEqualTo("7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001");
    assertThat(header(record, "foreign")).isEqualTo("kept");
    assertThat(header(record, "dlt_code")).isEqualTo("MALFORMED");
    assertThat(header(record, "dlt_reason")).isEqualTo("cut");
    assertThat(header(record, "dlt_timestamp")).isEqualTo(Long.toString(APPENDED));
    assertThat(Origin.of(record.headers())).contains(new Origin(Topics.VIOLATIONS, 3, 17));
    assertThat(header(record, "dlt_bytes")).isNull();
    assertThat(header(record, "dlt_sha256")).isNull();
    assertThat(header(record, "dlt_dropped_headers")).isNull();
  }

  @Test
  void ofOneRecordTheIdIsTheSameEachTime() {
    String id = header(letter("line-1", new byte[3], new RecordHeaders()).record(), "ce_id");
    assertThat(id)
        .isEqualTo(Ids.record(Topics.VIOLATIONS, 3, 17, Instant.ofEpochMilli(APPENDED)).toString());
    assertThat(Ids.record(Topics.VIOLATIONS, 3, 17, Instant.ofEpochMilli(APPENDED + 1)))
        .isNotEqualTo(Ids.record(Topics.VIOLATIONS, 3, 17, Instant.ofEpochMilli(APPENDED)));
  }

  @Test
  void oneThatWasReplayedTellsOnlyOfItsNewPlace() {
    var before = new RecordHeaders();
    letter("line-1", new byte[3], new RecordHeaders()).record().headers().forEach(before::add);
    var record =
        new DeadLetter(origin(4, 99, "line-1", before), new byte[3], ErrorCode.EMPTY, "again")
            .record();
    assertThat(record.headers().headers("dlt_offset")).hasSize(1);
    assertThat(record.headers().headers("dlt_code")).hasSize(1);
    assertThat(Origin.of(record.headers())).contains(new Origin(Topics.VIOLATIONS, 4, 99));
  }

  @ParameterizedTest
  @ValueSource(ints = {Topic.MAX_RECORD_BYTES, Topic.MAX_DEAD_LETTER_BYTES - (72 << 10)})
  void bytesThatFitAreKept(int length) {
    var record = letter(null, new byte[length], new RecordHeaders()).record();
    assertThat((byte[]) record.value()).hasSize(length);
    assertThat(sizeOf(record)).isLessThan(Topic.MAX_DEAD_LETTER_BYTES);
  }

  @Test
  void bytesThatDoNotFitAreLeftAtTheirPlace() {
    var bytes = new byte[Topic.MAX_DEAD_LETTER_BYTES - (72 << 10) + 1];
    var record = letter(null, bytes, new RecordHeaders()).record();
    assertThat(record.value()).isNull();
    assertThat(header(record, "dlt_bytes")).isEqualTo(Integer.toString(bytes.length));
    assertThat(header(record, "dlt_sha256")).isEqualTo(DeadLetter.sha256(bytes));
    assertThat(Origin.of(record.headers())).contains(new Origin(Topics.VIOLATIONS, 3, 17));
  }

  @Test
  void aKeyCountsAsItIsWrittenAndGoesOnlyIfItDoesNotFit() {
    String large = "\uFFFD".repeat(2 << 20); // 6 MiB in UTF-8
    assertThat(letter(large, new byte[2 << 20], new RecordHeaders()).record().key())
        .isEqualTo(large);
    var record = letter(large, new byte[4 << 20], new RecordHeaders()).record();
    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
    String small = "k".repeat(64 << 10);
    assertThat(letter(small, new byte[9 << 20], new RecordHeaders()).record().key())
        .isEqualTo(small);
    assertThat(letter(small + "k", new byte[9 << 20], new RecordHeaders()).record().key()).isNull();
  }

  @Test
  void headersThatDoNotFitAreDroppedAndCounted() {
    var headers = new RecordHeaders();
    headers.add("huge", new byte[1 << 20]);
    headers.add("empty", null);
    for (int i = 0; i < 10_000; i++) {
      headers.add("h", new byte[] {1});
    }
    headers.add("last", bytes("x".repeat(100)));
    var record = letter("line-1", new byte[3], headers).record();
    assertThat(header(record, "huge")).isNull();
    assertThat(record.headers().lastHeader("empty")).isNotNull();
    int kept = 0;
    for (var _ : record.headers().headers("h")) {
      kept++;
    }
    assertThat(kept).isBetween(4000, 9999);
    assertThat(header(record, "dlt_dropped_headers")).isEqualTo(Integer.toString(10_002 - kept));
    assertThat(sizeOf(record)).isLessThan(128 << 10);
  }

  @Test
  void aReasonIsCut() {
    var letter =
        new DeadLetter(
            origin(3, 17, "k", new RecordHeaders()), new byte[0], ErrorCode.EMPTY, "x".repeat(501));
    assertThat(letter.reason()).hasSize(500);
    assertThat(letter.toString()).startsWith(Topics.VIOLATIONS + "-3@17: EMPTY, xxx");
  }

  private static DeadLetter letter(@Nullable String key, byte[] bytes, Headers headers) {
    return DeadLetter.of(
        origin(3, 17, key, headers), new Decoded.Unreadable<>(bytes, ErrorCode.MALFORMED, "cut"));
  }

  private static ConsumerRecord<String, Object> origin(
      int partition, long offset, @Nullable String key, Headers headers) {
    return new ConsumerRecord<>(
        Topics.VIOLATIONS,
        partition,
        offset,
        APPENDED,
        TimestampType.LOG_APPEND_TIME,
        ConsumerRecord.NULL_SIZE,
        ConsumerRecord.NULL_SIZE,
        key,
        null,
        headers,
        Optional.empty());
  }

  private static @Nullable String header(ProducerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** About what Kafka makes of it. */
  private static long sizeOf(ProducerRecord<String, Object> record) {
    long size = record.value() instanceof byte[] bytes ? bytes.length : 0;
    size += record.key() == null ? 0 : bytes(record.key()).length;
    for (var header : record.headers()) {
      size += header.key().length() + (header.value() == null ? 0 : header.value().length) + 10;
    }
    return size + 100;
  }
}
