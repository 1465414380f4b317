package io.cleansight.persistence.detection;

import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** A frame's JSON columns, as users of the first system know them. */
final class FrameJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String EMPTY = "[]";

  private FrameJson() {}

  static String people(Activity frame) {
    return array(
        frame.getPeople(),
        (json, person) -> {
          json.writeNumberProperty("track_id", person.getTrackId());
          json.writeNumberProperty("confidence", person.getScore());
          json.writeName("bbox");
          box(json, person.getBox());
        });
  }

  static String hairnets(Activity frame) {
    return array(
        frame.getPeople(),
        (json, person) -> {
          Optional<Verdict> verdict = hairnet(person);
          json.writeNumberProperty("track_id", person.getTrackId());
          json.writeStringProperty(
              "verdict", verdict.map(Verdict::getVerdict).orElse(ComplianceVerdict.UNKNOWN.word()));
          verdict.ifPresent(it -> json.writeNumberProperty("confidence", it.getConfidence()));
        });
  }

  static String events(Activity frame, String type) {
    List<HygieneEvent> events =
        frame.getEvents().stream().filter(event -> event.getType().equals(type)).toList();
    return array(
        events,
        (json, event) -> {
          json.writeNumberProperty("track_id", event.getTrackId());
          json.writeStringProperty("at", event.getAt().toString());
          json.writeNumberProperty("duration_millis", event.getDurationMillis());
        });
  }

  static Optional<Verdict> hairnet(Person person) {
    return person.getVerdicts().stream().filter(it -> it.getItem().equals("hairnet")).findFirst();
  }

  private static void box(JsonGenerator json, Box box) {
    json.writeStartObject();
    json.writeNumberProperty("x", box.getX());
    json.writeNumberProperty("y", box.getY());
    json.writeNumberProperty("width", box.getWidth());
    json.writeNumberProperty("height", box.getHeight());
    json.writeEndObject();
  }

  private static <T> String array(List<T> items, BiConsumer<JsonGenerator, T> fields) {
    if (items.isEmpty()) {
      return EMPTY;
    }
    var text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartArray();
      for (T item : items) {
        json.writeStartObject();
        fields.accept(json, item);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    return text.toString();
  }
}
