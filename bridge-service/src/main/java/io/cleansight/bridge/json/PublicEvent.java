package io.cleansight.bridge.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.ServiceName;
import io.cleansight.event.Activity;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.Origin;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * An event with what its record's headers say of it.
 *
 * @param key of the record
 * @param appended when its topic had it, by the broker's clock
 * @param place where it lies in its topic
 */
public record PublicEvent(
    SpecificRecord event, @Nullable String key, Headers headers, Instant appended, Origin place) {
  /** Of a value in structured mode. */
  static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

  private static final String HERE = "/cleansight/" + ServiceName.BRIDGE.title();
  private static final String JSON = "application/json";
  private static final Pattern SOURCE = Pattern.compile("[\\w./:~-]{1,200}");
  private static final JsonFormat FORMAT = new JsonFormat();

  /** In that form, UTF-8. Only a judged frame has DeepStream's. */
  public byte[] json(JsonTopic.Form form) {
    return switch (form) {
      case CLOUDEVENT -> cloudEvent();
      case DEEPSTREAM -> DeepStreamJson.of((Activity) event);
    };
  }

  /**
   * As a CloudEvent in structured mode, UTF-8. Whoever writes into our topics without the headers
   * that they are to have is given an id that follows from the record's place.
   */
  public byte[] cloudEvent() {
    return FORMAT.serialize(event(EventJson.of(event)));
  }

  private CloudEvent event(ObjectNode data) {
    var builder =
        CloudEventBuilder.v1()
            .withId(id())
            .withSource(URI.create(source()))
            .withType("io.cleansight." + event.getSchema().getName())
            .withTime(time())
            .withData(JSON, JsonCloudEventData.wrap(data));
    return (key == null || key.isEmpty() ? builder : builder.withSubject(key)).build();
  }

  private String id() {
    String id = Origin.text(headers, EventRecords.ID);
    return id.isBlank()
        ? Ids.record(place.topic(), place.partition(), place.offset(), appended).toString()
        : id;
  }

  private String source() {
    String source = Origin.text(headers, "ce_source");
    return SOURCE.matcher(source).matches() ? source : HERE;
  }

  private OffsetDateTime time() {
    try {
      return OffsetDateTime.parse(Origin.text(headers, "ce_time"));
    } catch (DateTimeException none) {
      return appended.atOffset(ZoneOffset.UTC);
    }
  }
}
