package io.cleansight.bridge.json;

import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.messaging.deadletter.Origin;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says a record again in JSON. What cannot be read is left out: its dead letter is not ours. */
final class JsonProcessor
    extends ContextualProcessor<String, byte @Nullable [], String, byte @Nullable []> {
  private static final Logger log = LoggerFactory.getLogger(JsonProcessor.class);

  /** What Kafka puts around a record, and its key and headers, have room beside. */
  private static final int RESERVED = 64 << 10;

  private static final String TRACE = "traceparent";
  private static final byte[] CONTENT_TYPE =
      PublicEvent.CONTENT_TYPE.getBytes(StandardCharsets.UTF_8);

  private final JsonTopic topic;
  private final MeterRegistry meters;

  JsonProcessor(JsonTopic topic, MeterRegistry meters) {
    this.topic = topic;
    this.meters = meters;
  }

  @Override
  public void process(Record<String, byte @Nullable []> record) {
    byte[] value = record.value();
    if (value == null) {
      forward(record, null, new RecordHeaders());
      return;
    }
    switch (EventCodec.decode(topic.source().name(), value)) {
      case Decoded.Event<SpecificRecord>(SpecificRecord event) -> say(record, event);
      case Decoded.Unreadable<SpecificRecord> it -> leaveOut(it.code().name(), it.reason());
    }
  }

  private void say(Record<String, byte @Nullable []> record, SpecificRecord event) {
    Instant appended = Instant.ofEpochMilli(record.timestamp());
    byte[] json =
        new PublicEvent(event, record.key(), record.headers(), appended, place())
            .json(topic.form());
    int limit = topic.topic().maxRecordBytes() - RESERVED;
    if (json.length > limit) {
      leaveOut("TOO_LARGE", json.length + " bytes of JSON, over " + limit);
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
    forward(record, json, headers);
  }

  private void forward(
      Record<String, byte @Nullable []> record, byte @Nullable [] json, RecordHeaders headers) {
    context().forward(new Record<>(record.key(), json, record.timestamp(), headers));
    Metric.EVENTS_BRIDGED.counter(meters, topic.name()).increment();
  }

  private void leaveOut(String code, String reason) {
    Metric.EVENTS_NOT_BRIDGED.counter(meters, topic.name(), code).increment();
    log.warn("{} is left out of {}: {}, {}", place(), topic.topic().name(), code, reason);
  }

  private Origin place() {
    RecordMetadata it = context().recordMetadata().orElseThrow();
    return new Origin(it.topic(), it.partition(), it.offset());
  }
}
