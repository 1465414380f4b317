package io.cleansight.messaging.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.log.LogKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

/**
 * Spans of work on messages, and how a trace goes on from one to the next. In the last part of a
 * context 1 is "recorded", and 2 that its id was drawn at random.
 */
class TracingTest {
  private static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final String SAMPLED = "00-" + TRACE + "-0123456789abcdef-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-0123456789abcdef-00";
  private static final String GROUP = "inference-detect";

  private final InMemorySpanExporter told = InMemorySpanExporter.create();
  private final Tracing tracing = Tracing.on(1, Resource.empty(), SimpleSpanProcessor.create(told));

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void aMessageThatIsWorkedOnGoesOnWithItsTrace() {
    try (var span = tracing.process(record(SAMPLED), GROUP)) {
      assertThat(sent(span)).startsWith("00-" + TRACE + "-").endsWith("-01").isNotEqualTo(SAMPLED);
    }
    SpanData span = theOne();
    assertThat(span.getName()).isEqualTo("process " + Topics.FRAMES);
    assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(span.getTraceId()).isEqualTo(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("0123456789abcdef");
    assertThat(text(span, "messaging.system")).isEqualTo("kafka");
    assertThat(text(span, "messaging.destination.name")).isEqualTo(Topics.FRAMES);
    assertThat(text(span, "messaging.operation.name")).isEqualTo("process");
    assertThat(text(span, "messaging.operation.type")).isEqualTo("process");
    assertThat(text(span, "messaging.consumer.group.name")).isEqualTo(GROUP);
    assertThat(text(span, "messaging.destination.partition.id")).isEqualTo("2");
    assertThat(text(span, "messaging.message.id")).isEqualTo("7f");
    assertThat(text(span, "cleansight.camera_id")).isEqualTo("line-1");
    assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.kafka.offset")))
        .isEqualTo(42);
  }

  @Test
  void whatIsNotRecordedWhereItBeganIsRecordedNowhereAndGoesOnAsItCame() {
    try (var span = tracing.process(record(UNSAMPLED), GROUP)) {
      assertThat(span.isRecorded()).isFalse();
      span.part("run model", 1, 2);
      assertThat(sent(span)).isEqualTo(UNSAMPLED);
      assertThat(tracing.call("send notification", span.traceparent()).isRecorded()).isFalse();
    }
    assertThat(told.getFinishedSpanItems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "00-0123456789abcdef0123456789abcdef-0123456789abcdef",
        "00-0123456789ABCDEF0123456789ABCDEF-0123456789abcdef-01",
        "00-00000000000000000000000000000000-0123456789abcdef-01",
        "00-0123456789abcdef0123456789abcdef-0000000000000000-01",
        "ff-0123456789abcdef0123456789abcdef-0123456789abcdef-01",
        "00-0123456789abcdef0123456789abcdeg-0123456789abcdef-00",
        "00-0123456789abcdef0123456789abcdef-0123456789abcdef-0g",
        "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01-and-more"
      })
  void aMalformedContextIsAsIfThereWereNone(String malformed) {
    try (var span = tracing.process(record(malformed), GROUP)) {
      assertThat(span.isRecorded()).isFalse();
      assertThat(span.traceparent()).isNull();
      assertThat(sent(span)).isNull();
    }
    assertThat(tracing.kept(malformed).traceparent()).isNull();
    assertThat(tracing.call("send notification", malformed).isRecorded()).isFalse();
    assertThat(told.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aRecordWithoutAContextIsOfNoTrace() {
    try (var span = tracing.process(record(null), GROUP)) {
      assertThat(sent(span)).isNull();
    }
    assertThat(told.getFinishedSpanItems()).isEmpty();
  }

  @Test
  void aTraceThatBeginsIsSentUntilTheBrokerHasIt() {
    MessageSpan span = tracing.send(Topics.FRAMES).about("7f");
    assertThat(told.getFinishedSpanItems()).isEmpty();
    span.close();
    SpanData sent = theOne();
    assertThat(sent.getName()).isEqualTo("send " + Topics.FRAMES);
    assertThat(sent.getKind()).isEqualTo(SpanKind.PRODUCER);
    assertThat(sent.getParentSpanContext().isValid()).isFalse();
    assertThat(text(sent, "messaging.message.id")).isEqualTo("7f");
    assertThat(sent(span)).isEqualTo("00-" + sent.getTraceId() + "-" + sent.getSpanId() + "-03");
  }

  @Test
  void theShareIsDecidedWhereATraceBeginsAndHoldsForWhatFollows() {
    try (var never = Tracing.on(0, Resource.empty(), SimpleSpanProcessor.create(told))) {
      assertThat(sent(never.create(Topics.FRAMES))).endsWith("-02");
      assertThat(never.process(record(SAMPLED), GROUP).isRecorded()).isTrue();
    }
  }

  @Test
  void whoRecordsNothingHandsOnWhatOthersRecord() {
    try (var off = Tracing.off();
        var span = off.process(record(SAMPLED), GROUP)) {
      assertThat(span.isRecorded()).isFalse();
      assertThat(sent(span)).isEqualTo(SAMPLED);
      assertThat(off.call("send notification", SAMPLED).traceparent()).isEqualTo(SAMPLED);
      assertThat(sent(off.create(Topics.FRAMES))).endsWith("-02");
    }
  }

  @Test
  void ofABatchEachHasASpanOfItsOwnTrace() {
    var batch = List.of(record(UNSAMPLED), record(SAMPLED), record(null));
    try (var spans = tracing.process(batch, GROUP)) {
      assertThat(spans.spans())
          .extracting(MessageSpan::isRecorded)
          .containsExactly(false, true, false);
      spans.fail(new IllegalStateException("jdbc:postgresql://host/?password=secret"));
    }
    SpanData span = theOne();
    assertThat(span.getAttributes().get(AttributeKey.longKey("messaging.batch.message_count")))
        .isEqualTo(3);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(text(span, "error.type")).isEqualTo("IllegalStateException");
    assertThat(span.toString()).doesNotContain("secret");
  }

  @Test
  void partsLieWithinItAndWhatHappensIsSaid() {
    try (var span = tracing.process(record(SAMPLED), GROUP)) {
      long from = System.nanoTime();
      span.part("run model", from, from + 5000);
      span.note("violation opened");
    }
    List<SpanData> spans = told.getFinishedSpanItems();
    SpanData part = spans.getFirst();
    SpanData whole = spans.getLast();
    assertThat(part.getName()).isEqualTo("run model");
    assertThat(part.getParentSpanId()).isEqualTo(whole.getSpanId());
    assertThat(part.getEndEpochNanos() - part.getStartEpochNanos()).isEqualTo(5000);
    assertThat(
            TimeUnit.NANOSECONDS.toMinutes(part.getStartEpochNanos() - whole.getStartEpochNanos()))
        .isZero();
    assertThat(whole.getEvents())
        .extracting(EventData::getName)
        .containsExactly("violation opened");
  }

  @Test
  void aCallOutsideGoesOnFromWhatWasKept() {
    tracing.call("send notification", SAMPLED).with("channel", "hook").close();
    SpanData call = theOne();
    assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(call.getTraceId()).isEqualTo(TRACE);
    assertThat(text(call, "cleansight.channel")).isEqualTo("hook");
  }

  @Test
  void linesOfTheLogNameTheSpanAsLongAsItIsWorkedOn() {
    try (var span = tracing.process(record(SAMPLED), GROUP);
        var _ = span.logged()) {
      assertThat(MDC.get(LogKeys.TRACE)).isEqualTo(TRACE);
      assertThat(sent(span)).contains("-" + MDC.get(LogKeys.SPAN) + "-");
    }
    assertThat(MDC.get(LogKeys.TRACE)).isNull();
    assertThat(MDC.get(LogKeys.SPAN)).isNull();
    try (var span = tracing.process(record(UNSAMPLED), GROUP);
        var _ = span.logged()) {
      assertThat(MDC.get(LogKeys.TRACE)).isNull();
    }
  }

  @Test
  void whoHasAnAccountIsNotNamed() {
    var record = new ConsumerRecord<String, Object>(Topics.ACCOUNTS, 0, 0, "mei", "");
    record.headers().add("traceparent", SAMPLED.getBytes(StandardCharsets.US_ASCII));
    tracing.process(record, GROUP).close();
    assertThat(theOne().toString()).doesNotContain("mei");
  }

  private SpanData theOne() {
    assertThat(told.getFinishedSpanItems()).hasSize(1);
    return told.getFinishedSpanItems().getFirst();
  }

  private static @Nullable String text(SpanData span, String key) {
    return span.getAttributes().get(AttributeKey.stringKey(key));
  }

  /** What goes on with a message that follows from it. */
  private static @Nullable String sent(MessageSpan span) {
    var headers = new RecordHeaders();
    assertThat(span.carry(headers)).isEqualTo(headers.toArray().length == 1);
    Header parent = headers.lastHeader("traceparent");
    return parent == null ? null : new String(parent.value(), StandardCharsets.US_ASCII);
  }

  private static ConsumerRecord<String, Object> record(@Nullable String traceparent) {
    var record = new ConsumerRecord<String, Object>(Topics.FRAMES, 2, 42, "line-1", "");
    record.headers().add("ce_id", "7f".getBytes(StandardCharsets.US_ASCII));
    if (traceparent != null) {
      record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
    }
    return record;
  }
}
