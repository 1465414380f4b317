package io.cleansight.bridge.json;

import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.deadletter.Origin;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.read.SortedRecord;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says a topic's records again, in each JSON topic that is made of it. What the record refuses is
 * left out: its dead letter is not ours.
 */
final class JsonProcessor
    extends ContextualProcessor<
        String, @Nullable Decoded<SpecificRecord>, String, byte @Nullable []> {
  private static final Logger log = LoggerFactory.getLogger(JsonProcessor.class);

  /** What Kafka puts around a record, and its key and headers, have room beside. */
  private static final int RESERVED = 64 << 10;

  private static final String TRACE = "traceparent";
  private static final byte[] CONTENT_TYPE =
      PublicEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);

  private final String source;
  private final List<JsonTopic> topics;
  private final MeterRegistry meters;

  /**
   * @param topics those of that source; each has a sink that is called as the topic is
   */
  JsonProcessor(String source, List<JsonTopic> topics, MeterRegistry meters) {
    this.source = source;
    this.topics = List.copyOf(topics);
    this.meters = meters;
  }

  @Override
  public void process(Record<String, @Nullable Decoded<SpecificRecord>> record) {
    SortedRecord sorted = SortedRecord.of(source, record.key(), record.value());
    for (JsonTopic topic : topics) {
      switch (sorted) {
        case SortedRecord.Event(var event) -> say(topic, record, event);
        case SortedRecord.Tombstone _ -> forward(topic, record, null, new RecordHeaders());
        case SortedRecord.Unusable(var why) -> leaveOut(topic, why.code().name(), why.reason());
      }
    }
  }

  private void say(JsonTopic topic, Record<String, ?> record, SpecificRecord event) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    byte[] json =
        new PublicEvent(event, record.key(), record.headers(), appended, place())
            .json(topic.form());
    int limit = topic.topic().maxRecordBytes() - RESERVED;
    if (json.length > limit) {
      leaveOut(topic, "TOO_LARGE", json.length + " bytes of JSON, over " + limit);
      return;
    }
    var headers = new RecordHeaders();
    if (topic.form() == JsonTopic.Form.CLOUDEVENT) {
      headers.add("content-type", CONTENT_TYPE);
    }
    Header trace = record.headers().lastHeader(TRACE);
    if (trace != null) {
      headers.add(trace);
    }
    forward(topic, record, json, headers);
  }

  private void forward(
      JsonTopic topic, Record<String, ?> record, byte @Nullable [] json, RecordHeaders headers) {
    context()
        .forward(
            new Record<>(record.key(), json, record.timestamp(), headers), topic.topic().name());
    Metric.EVENTS_BRIDGED.counter(meters, topic.name()).increment();
  }

  private void leaveOut(JsonTopic topic, String code, String reason) {
    Metric.EVENTS_NOT_BRIDGED.counter(meters, topic.name(), code).increment();
    log.warn("{} is left out of {}: {}, {}", place(), topic.topic().name(), code, reason);
  }

  private Origin place() {
    RecordMetadata it = context().recordMetadata().orElseThrow();
    return new Origin(it.topic(), it.partition(), it.offset());
  }
}
