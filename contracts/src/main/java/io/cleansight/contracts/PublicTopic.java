package io.cleansight.contracts;

import java.util.List;

/**
 * A topic that others may read, and what they can rely on for as long as the major version stays.
 * Every other topic is Cleansight's own and may change with any version.
 *
 * @param summary what its events tell
 * @param key what its records' keys are
 * @param about the fields that say together what an event is about; several events may be
 * @param order what comes in which order
 * @param repeats what may be sent twice, and how that is seen
 */
public record PublicTopic(
    Topic topic, String summary, String key, List<String> about, String order, String repeats) {
  private static final String CAMERA = "the camera's id";
  private static final String NEVER =
      "Never: written in Kafka transactions. Read with isolation.level=read_committed.";
  private static final String BY_CAPTURE = "Of one camera and run, in order of capture.";

  /** All of them, in the order of a frame's way. */
  public static List<PublicTopic> all() {
    return List.of(
        new PublicTopic(
            Topics.source(Topics.FRAMES),
            "One picture of a camera, as a JPEG, with the run that it is of.",
            CAMERA,
            List.of("frame_id"),
            BY_CAPTURE,
            "A recorded file that is played again has the same ids again. A live frame that Kafka does"
                + " not take in time is not sent at all; camera-health counts it."),
        new PublicTopic(
            Topics.source(Topics.DETECTIONS),
            "What the model saw in one frame: boxes, classes, scores.",
            CAMERA,
            List.of("frame_id"),
            BY_CAPTURE,
            NEVER),
        new PublicTopic(
            Topics.source(Topics.ACTIVITY),
            "One frame judged: who is there, their tracks, verdicts, steps done.",
            CAMERA,
            List.of("frame_id"),
            BY_CAPTURE,
            NEVER),
        new PublicTopic(
            Topics.source(Topics.SKIPPED_FRAMES),
            "How many frames of a run were not judged, and why.",
            CAMERA,
            List.of("camera_id", "epoch", "first_sequence"),
            BY_CAPTURE,
            NEVER),
        new PublicTopic(
            Topics.source(Topics.VIOLATIONS),
            "An episode has opened, or has closed.",
            CAMERA,
            List.of("violation_id"),
            "Of one violation opened before closed. One that silence has closed may close again, later:"
                + " the last word holds.",
            NEVER),
        new PublicTopic(
            Topics.source(Topics.EVIDENCE),
            "The JPEG of the frame that opened a violation, or that there is none, and why.",
            CAMERA,
            List.of("violation_id"),
            "None towards the violation, which may come later.",
            NEVER),
        new PublicTopic(
            Topics.source(Topics.ALERTS),
            "An alert was raised, updated, acknowledged, escalated, resolved or is told after a silence.",
            CAMERA,
            List.of("alert_id"),
            "Of one alert, in the order in which it happened.",
            NEVER),
        new PublicTopic(
            Topics.source(Topics.NOTIFICATIONS),
            "What became of notifying somebody: delivered, retrying, postponed, given up.",
            CAMERA,
            List.of("alert_id", "channel", "recipient", "state"),
            "Of one notification, in the order in which it happened.",
            NEVER),
        new PublicTopic(
            Topics.source(Topics.CAMERA_HEALTH),
            "How a camera is, on every change and every five seconds, with what it has dropped by reason.",
            CAMERA,
            List.of("camera_id"),
            "Of one camera, in order, but for an instance that was frozen and returns.",
            "A heartbeat may come twice; its counts are sums, not differences."),
        new PublicTopic(
            Topics.source(Topics.REVIEWS),
            "What a person decided about a violation or an alert.",
            CAMERA,
            List.of("target_id"),
            "Of one camera, as they were accepted.",
            "A command that is sent again under one Idempotency-Key has the same ce_id."),
        new PublicTopic(
            Topics.source(Topics.CAMERAS),
            "A camera's settings: name, labels, zones, required steps.",
            CAMERA,
            List.of("camera_id"),
            "The latest holds; a record without a value: the camera was removed.",
            "Compacted: whoever begins at the beginning has the latest of each camera."));
  }
}
