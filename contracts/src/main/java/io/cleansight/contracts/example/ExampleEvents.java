package io.cleansight.contracts.example;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Corner;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Evidence;
import io.cleansight.event.Frame;
import io.cleansight.event.Notification;
import io.cleansight.event.Person;
import io.cleansight.event.Review;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Verdict;
import io.cleansight.event.Violation;
import io.cleansight.event.Zone;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/**
 * One event of each public topic, all about the same moment: somebody at {@code line-1} wears no
 * hairnet.
 */
public final class ExampleEvents {
  private static final String CAMERA = "line-1";
  private static final Instant EPOCH = Instant.parse("2026-03-01T06:00:00Z");
  private static final Instant AT = EPOCH.plusMillis(2_000);
  private static final long SEQUENCE = 10;
  private static final long GENERATION = 1_772_344_800_000L;
  private static final long TRACK = 3;
  private static final String MODEL = "hairnet-yolox-nano";

  /** The two first bytes and the two last of every JPEG. */
  private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xD9};

  private static final String JPEG_SHA256 =
      "32461d5bd1773012acef0ba15636752949bd7c2ce50f9172159d9f56cf0dd9af";
  private static final Box PERSON = new Box(0.42, 0.2, 0.11, 0.55);
  private static final Box HEAD = new Box(0.45, 0.2, 0.05, 0.08);

  private static final UUID FRAME = Ids.frame(CAMERA, EPOCH, SEQUENCE);
  private static final UUID VIOLATION = Ids.violation(FRAME, "no_hairnet", TRACK);
  private static final UUID RULE = UUID.fromString("5b1f6f0e-8f5e-4a39-9d52-1c1c7a3f2f10");
  private static final UUID ALERT = Ids.alert(RULE, CAMERA, EPOCH);

  private ExampleEvents() {}

  /**
   * The example of a public topic.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static SpecificRecord of(String topic) {
    return switch (topic) {
      case Topics.FRAMES -> frame();
      case Topics.DETECTIONS -> detections();
      case Topics.ACTIVITY -> activity();
      case Topics.SKIPPED_FRAMES -> skippedFrames();
      case Topics.VIOLATIONS -> violation();
      case Topics.EVIDENCE -> evidence();
      case Topics.ALERTS -> alert();
      case Topics.NOTIFICATIONS -> notification();
      case Topics.CAMERA_HEALTH -> cameraHealth();
      case Topics.REVIEWS -> review();
      case Topics.CAMERAS -> camera();
      default -> throw new IllegalArgumentException(topic + " is no public topic");
    };
  }

  private static Frame frame() {
    return Frame.newBuilder()
        .setFrameId(FRAME)
        .setCameraId(CAMERA)
        .setEpoch(EPOCH)
        .setSequence(SEQUENCE)
        .setCapturedAt(AT)
        .setWidth(1280)
        .setHeight(720)
        .setSourceKind("live")
        .setJpeg(ByteBuffer.wrap(JPEG))
        .setGeneration(GENERATION)
        .build();
  }

  private static Detections detections() {
    return Detections.newBuilder()
        .setFrameId(FRAME)
        .setCameraId(CAMERA)
        .setEpoch(EPOCH)
        .setSequence(SEQUENCE)
        .setCapturedAt(AT)
        .setWidth(1280)
        .setHeight(720)
        .setSourceKind("live")
        .setFramePartition(2)
        .setFrameOffset(4711)
        .setModel(MODEL)
        .setModelSha256("0".repeat(64))
        .setObjects(List.of(new DetectedObject("no_hairnet", 0.5f, HEAD, List.of())))
        .setInferenceMicros(15_000)
        .setGeneration(GENERATION)
        .build();
  }

  private static Activity activity() {
    return Activity.newBuilder()
        .setFrameId(FRAME)
        .setCameraId(CAMERA)
        .setEpoch(EPOCH)
        .setSequence(SEQUENCE)
        .setCapturedAt(AT)
        .setWidth(1280)
        .setHeight(720)
        .setSourceKind("live")
        .setFramePartition(2)
        .setFrameOffset(4711)
        .setPeople(
            List.of(
                new Person(
                    TRACK,
                    PERSON,
                    0.75f,
                    List.of(new Verdict("hairnet", "violating", 0.5f)),
                    List.of("work_area"))))
        .setHairnetViolations(1)
        .setEvents(List.of())
        .setProcessingMicros(15_000)
        .setFps(5)
        .setModel(MODEL)
        .setGeneration(GENERATION)
        .setHeads(List.of(HEAD))
        .build();
  }

  private static SkippedFrames skippedFrames() {
    return SkippedFrames.newBuilder()
        .setCameraId(CAMERA)
        .setEpoch(EPOCH)
        .setGeneration(GENERATION)
        .setReason("stale")
        .setFirstSequence(SEQUENCE + 1)
        .setLastSequence(SEQUENCE + 3)
        .setFrames(3)
        .setCapturedAt(AT.plusMillis(200))
        .build();
  }

  /** Names and values in turn, always in the same order. */
  private static Map<String, String> inOrder(String... namesAndValues) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static Violation violation() {
    return Violation.newBuilder()
        .setViolationId(VIOLATION)
        .setCameraId(CAMERA)
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(EPOCH)
        .setTrackId(TRACK)
        .setOpenedAt(AT)
        .setConfidence(0.5)
        .setBox(PERSON)
        .setFrameId(FRAME)
        .setSequence(SEQUENCE)
        .setFramePartition(2)
        .setFrameOffset(4711)
        .setReason("no_hairnet in 4 of 5 frames over 1.2 s, mean score 0.50, head 48 px")
        .setReasonCode("without_item")
        .setReasonParameters(
            inOrder(
                "violation_type", "no_hairnet",
                "frames", "4",
                "of_frames", "5",
                "seconds", "1.2",
                "score", "0.50",
                "pixels", "48"))
        .setSeverity("high")
        .setGeneration(GENERATION)
        .setHeads(List.of(HEAD))
        .build();
  }

  private static Evidence evidence() {
    return Evidence.newBuilder()
        .setViolationId(VIOLATION)
        .setCameraId(CAMERA)
        .setFrameId(FRAME)
        .setCapturedAt(AT)
        .setState("present")
        .setJpeg(ByteBuffer.wrap(JPEG))
        .setSha256(JPEG_SHA256)
        .setHeads(List.of(HEAD))
        .build();
  }

  private static Alert alert() {
    return Alert.newBuilder()
        .setAlertId(ALERT)
        .setRuleId(RULE)
        .setRuleName("Hairnets")
        .setAlertType("violation_threshold")
        .setCameraId(CAMERA)
        .setState("raised")
        .setPriority("high")
        .setWindowStart(EPOCH)
        .setRaisedAt(AT)
        .setCount(1)
        .setMessage(CAMERA + ": 1 x no_hairnet within 0 s (rule: 1 within 300 s)")
        .setMessageCode("violations")
        .setMessageParameters(
            inOrder(
                "violation_type", "no_hairnet",
                "count", "1",
                "lasted_seconds", "0",
                "threshold", "1",
                "window_seconds", "300"))
        .setViolationIds(List.of(VIOLATION))
        .setChannels(List.of("webhook"))
        .build();
  }

  private static Notification notification() {
    return Notification.newBuilder()
        .setAlertId(ALERT)
        .setCameraId(CAMERA)
        .setChannel("webhook")
        .setRecipient("canteen")
        .setOutcome("delivered")
        .setAttempts(1)
        .setAt(AT.plusMillis(400))
        .build();
  }

  private static CameraHealth cameraHealth() {
    return CameraHealth.newBuilder()
        .setCameraId(CAMERA)
        .setAt(AT)
        .setState("online")
        .setSourceKind("live")
        .setEpoch(EPOCH)
        .setFps(5)
        .setCaptured(11)
        .setPublished(11)
        .setDropped(Map.of("still", 0L))
        .setGeneration(GENERATION)
        .setClockSkewMillis(12L)
        .setBitsPerSecond(2_000_000L)
        .setInstance("capture-1")
        .build();
  }

  private static Review review() {
    return Review.newBuilder()
        .setCommandId(UUID.fromString("0f0f7f5c-2b1a-4c57-8c2e-51d1a2a5c9aa"))
        .setCameraId(CAMERA)
        .setTarget("violation")
        .setTargetId(VIOLATION)
        .setStatus("confirmed")
        .setExpectedVersion(1)
        .setHandledBy("li.wei")
        .setDecidedAt(AT.plusSeconds(300))
        .build();
  }

  private static Camera camera() {
    return Camera.newBuilder()
        .setCameraId(CAMERA)
        .setName("Line 1, packing")
        .setEnabled(true)
        .setZones(
            List.of(
                new Zone(
                    "table",
                    "work_area",
                    List.of(new Corner(0.2, 0.2), new Corner(0.8, 0.2), new Corner(0.8, 0.9)),
                    3000L)))
        .setRequiredSteps(List.of("handwash"))
        .setLabels(List.of("packing"))
        .build();
  }
}
