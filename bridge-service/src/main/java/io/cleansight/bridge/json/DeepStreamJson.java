package io.cleansight.bridge.json;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Person;
import io.cleansight.event.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A judged frame as the message converter of NVIDIA DeepStream has it in its minimal schema, for
 * those who have readers of that: {@code version}, {@code id} (the frame's number), {@code
 * @timestamp}, {@code sensorId} and {@code objects}, each {@code
 * track|left|top|right|bottom|Person|#|item=verdict…|confidence} in pixels of the frame.
 */
final class DeepStreamJson {
  private static final String VERSION = "4.0";

  private DeepStreamJson() {}

  static byte[] of(Activity judged) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("version", VERSION);
    message.put("id", Long.toString(judged.getSequence()));
    message.put("@timestamp", judged.getCapturedAt().toString());
    message.put("sensorId", judged.getCameraId());
    var objects = message.putArray("objects");
    judged.getPeople().forEach(it -> objects.add(object(judged, it)));
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String object(Activity judged, Person person) {
    Box box = person.getBox();
    List<Object> corners =
        List.of(
            pixels(box.getX(), judged.getWidth()),
            pixels(box.getY(), judged.getHeight()),
            pixels(box.getX() + box.getWidth(), judged.getWidth()),
            pixels(box.getY() + box.getHeight(), judged.getHeight()));
    String verdicts =
        person.getVerdicts().stream().map(DeepStreamJson::verdict).collect(Collectors.joining("|"));
    return "%d|%s|Person|#|%s%s"
        .formatted(
            person.getTrackId(),
            corners.stream().map(String::valueOf).collect(Collectors.joining("|")),
            verdicts.isEmpty() ? "" : verdicts + "|",
            String.format(Locale.ROOT, "%.3f", person.getScore()));
  }

  private static String verdict(Verdict verdict) {
    return verdict.getItem() + "=" + verdict.getVerdict();
  }

  private static String pixels(double fraction, int side) {
    return String.format(Locale.ROOT, "%.1f", fraction * side);
  }
}
