package io.cleansight.query.live;

import io.cleansight.contracts.Bbox;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Frame;
import io.cleansight.event.Person;
import io.cleansight.query.faces.Blur;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One picture with what was judged in it, as one binary message: the length of the JSON in four
 * bytes (big endian), the JSON (UTF-8), the JPEG.
 */
final class LiveFrame {
  private LiveFrame() {}

  static ByteBuffer message(Frame frame, Activity activity, JsonMapper json) {
    return message(picture(frame), activity, json);
  }

  /** The same with heads hidden. */
  static ByteBuffer blurred(Frame frame, Activity activity, JsonMapper json) {
    return message(Blur.over(picture(frame), heads(activity)), activity, json);
  }

  static byte[] picture(Frame frame) {
    ByteBuffer jpeg = frame.getJpeg().duplicate();
    var bytes = new byte[jpeg.remaining()];
    jpeg.get(bytes);
    return bytes;
  }

  /** Null: nobody knows them. */
  static @Nullable List<Box> heads(Activity activity) {
    return activity.getHeads();
  }

  private static ByteBuffer message(byte[] jpeg, Activity activity, JsonMapper json) {
    byte[] head = json.writeValueAsBytes(description(activity));
    return ByteBuffer.allocate(Integer.BYTES + head.length + jpeg.length)
        .putInt(head.length)
        .put(head)
        .put(jpeg)
        .flip();
  }

  private static Map<String, Object> description(Activity activity) {
    var description = new LinkedHashMap<String, Object>();
    description.put("camera_id", activity.getCameraId());
    description.put("frame_id", activity.getFrameId());
    description.put("sequence", activity.getSequence());
    description.put("captured_at", activity.getCapturedAt());
    description.put("fps", activity.getFps());
    description.put("processing_time", activity.getProcessingMicros() / 1e6);
    description.put("people", activity.getPeople().stream().map(LiveFrame::person).toList());
    return description;
  }

  private static Map<String, Object> person(Person person) {
    return Map.of(
        "track_id", person.getTrackId(),
        "score", person.getScore(),
        "verdict",
            person.getVerdicts().isEmpty()
                ? ComplianceVerdict.UNKNOWN.word()
                : person.getVerdicts().getFirst().getVerdict(),
        "bbox", Bbox.of(person.getBox()));
  }
}
