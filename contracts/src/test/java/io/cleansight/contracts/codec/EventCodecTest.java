package io.cleansight.contracts.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Zone;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class EventCodecTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Detections DETECTIONS =
      detections("line-1", new Box(0.1, 0.2, 0.3, 0.4), NOON);
  private static final byte[] BYTES = EventCodec.encode(Topics.DETECTIONS, DETECTIONS);

  @Test
  void readsWhatItWrote() {
    assertThat(EventCodec.decode(Topics.DETECTIONS, BYTES))
        .isEqualTo(new Decoded.Event<>(DETECTIONS));
  }

  @Test
  void saysWhatIsWrong() {
    assertThat(codeOf(null)).isEqualTo(ErrorCode.EMPTY);
    assertThat(codeOf(new byte[0])).isEqualTo(ErrorCode.EMPTY);
    assertThat(codeOf(Arrays.copyOf(BYTES, BYTES.length + 1))).isEqualTo(ErrorCode.TRAILING_BYTES);
    assertThat(codeOf("<html>not found</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo(ErrorCode.MALFORMED);
    byte[] unknown = BYTES.clone();
    unknown[5]++;
    assertThat(codeOf(unknown)).isEqualTo(ErrorCode.UNKNOWN_SCHEMA);
  }

  @Test
  void aTombstoneIsNoBadRecord() {
    var deserializer = new EventDeserializer();
    assertThat(deserializer.deserialize(Topics.CAMERAS, null)).isNull();
    assertThat(deserializer.deserialize(Topics.DETECTIONS, BYTES))
        .isEqualTo(new Decoded.Event<>(DETECTIONS));
  }

  @Test
  void refusesAnotherTopicsEvent() {
    assertThat(EventCodec.decode(Topics.VIOLATIONS, BYTES))
        .isInstanceOfSatisfying(
            Decoded.Unreadable.class,
            unreadable ->
                assertThat(unreadable.code()).isIn(ErrorCode.UNKNOWN_SCHEMA, ErrorCode.MALFORMED));
  }

  @Test
  void refusesWhatTheContractForbids() {
    assertThat(codeOf(encoded("line-1", new Box(0.9, 0.2, 0.3, 0.4), NOON)))
        .isEqualTo(ErrorCode.OUT_OF_CONTRACT);
    assertThat(codeOf(encoded("line-1", new Box(Double.NaN, 0.0, 0.0, 0.0), NOON)))
        .isEqualTo(ErrorCode.OUT_OF_CONTRACT);
    assertThat(codeOf(encoded("../etc", new Box(0.0, 0.0, 1.0, 1.0), NOON)))
        .isEqualTo(ErrorCode.OUT_OF_CONTRACT);
    assertThat(
            codeOf(
                encoded(
                    "line-1", new Box(0.0, 0.0, 1.0, 1.0), Instant.parse("3000-01-01T00:00:00Z"))))
        .isEqualTo(ErrorCode.OUT_OF_CONTRACT);
  }

  /** PostgreSQL keeps it neither in text nor in JSON. */
  @Test
  void refusesTextWithNul() {
    var rule = DefaultRules.all().getFirst();
    for (AlertRule bad :
        List.of(
            AlertRule.newBuilder(rule).setName("a\0b").build(),
            AlertRule.newBuilder(rule).setRecipients(List.of("mei", "a\0b")).build(),
            AlertRule.newBuilder(rule).setConditions("{\"a\": \"\\u0000\"}").build())) {
      assertThat(EventCodec.decode(Topics.ALERT_RULES, EventCodec.encode(Topics.ALERT_RULES, bad)))
          .isInstanceOfSatisfying(
              Decoded.Unreadable.class,
              unreadable -> {
                assertThat(unreadable.code()).isEqualTo(ErrorCode.OUT_OF_CONTRACT);
                assertThat(unreadable.reason()).endsWith("is text with NUL");
              });
    }
    assertThat(EventCodec.decode(Topics.ALERT_RULES, EventCodec.encode(Topics.ALERT_RULES, rule)))
        .isInstanceOf(Decoded.Event.class);
  }

  @Test
  void aMaskIsNoLine() {
    assertThat(complaint(cameraWithALine("entrance"))).isEmpty();
    assertThat(complaint(cameraWithALine("privacy")))
        .isEqualTo("zones[].corners are 2, not 3 to 64");
  }

  private static Camera cameraWithALine(String type) {
    var corners = List.of(new Corner(0.0, 0.0), new Corner(1.0, 1.0));
    Zone line = Zone.newBuilder().setZoneId("z").setType(type).setCorners(corners).build();
    return Camera.newBuilder()
        .setCameraId("c")
        .setName("c")
        .setEnabled(true)
        .setZones(List.of(line))
        .build();
  }

  @Test
  void refusesACameraWhoseFramesNobodyCouldTake() {
    Camera.Builder any =
        Camera.newBuilder().setCameraId("c").setName("c").setEnabled(true).setZones(List.of());
    assertThat(complaint(any.setFramesPerSecond(60.0).setStillFramesPerSecond(0.01).build()))
        .isEmpty();
    assertThat(complaint(any.setJpegQuality(100).setLongestSide(8192).build())).isEmpty();
    assertThat(complaint(Camera.newBuilder(any).setFramesPerSecond(0.0099).build()))
        .isEqualTo("frames_per_second is not 0.01 to 60 a second");
    assertThat(complaint(Camera.newBuilder(any).setFramesPerSecond(60.1).build()))
        .startsWith("frames_per_second is");
    assertThat(complaint(Camera.newBuilder(any).setStillFramesPerSecond(-1.0).build()))
        .startsWith("still_frames_per_second is not");
    assertThat(
            complaint(
                Camera.newBuilder(any)
                    .setFramesPerSecond(2.0)
                    .setStillFramesPerSecond(2.1)
                    .build()))
        .isEqualTo("still_frames_per_second is over frames_per_second");
    assertThat(complaint(Camera.newBuilder(any).setJpegQuality(0).build()))
        .isEqualTo("jpeg_quality is not 1 to 100");
    assertThat(complaint(Camera.newBuilder(any).setJpegQuality(101).build()))
        .startsWith("jpeg_quality is");
    assertThat(complaint(Camera.newBuilder(any).setLongestSide(63).build()))
        .isEqualTo("longest_side is not 64 to 8192 pixels");
    assertThat(complaint(Camera.newBuilder(any).setLongestSide(8193).build()))
        .startsWith("longest_side is");
  }

  /** What is wrong with it; empty if nothing is. */
  private static String complaint(Camera camera) {
    return EventCodec.decode(Topics.CAMERAS, EventCodec.encode(Topics.CAMERAS, camera))
            instanceof Decoded.Unreadable<SpecificRecord> unreadable
        ? unreadable.reason()
        : "";
  }

  @Test
  void everyCutIsRefused() {
    for (int length = 0; length < BYTES.length; length++) {
      assertThat(EventCodec.decode(Topics.DETECTIONS, Arrays.copyOf(BYTES, length)))
          .as("cut to %d bytes", length)
          .isInstanceOf(Decoded.Unreadable.class);
    }
  }

  @Property
  void noBytesMakeItThrow(@ForAll @Size(max = 200) byte[] tail) {
    byte[] forged = Arrays.copyOf(BYTES, 10 + tail.length);
    System.arraycopy(tail, 0, forged, 10, tail.length);
    assertThat(EventCodec.decode(Topics.DETECTIONS, forged)).isNotNull();
  }

  @Property
  void noFlippedBitMakesItThrow(@ForAll @IntRange(max = 4000) int bit) {
    byte[] forged = BYTES.clone();
    int at = bit % (forged.length * 8);
    forged[at / 8] ^= (byte) (1 << (at % 8));
    assertThat(EventCodec.decode(Topics.DETECTIONS, forged)).isNotNull();
  }

  private static ErrorCode codeOf(byte @org.jspecify.annotations.Nullable [] bytes) {
    return switch (EventCodec.decode(Topics.DETECTIONS, bytes)) {
      case Decoded.Unreadable<?> unreadable -> unreadable.code();
      case Decoded.Event<?> event -> throw new AssertionError("read as " + event);
    };
  }

  private static byte[] encoded(String camera, Box box, Instant at) {
    return EventCodec.encode(Topics.DETECTIONS, detections(camera, box, at));
  }

  private static Detections detections(String camera, Box box, Instant at) {
    return Detections.newBuilder()
        .setFrameId(Ids.frame(camera, NOON, 1))
        .setCameraId(camera)
        .setEpoch(NOON)
        .setSequence(1)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(380)
        .setSourceKind("live")
        .setFramePartition(0)
        .setFrameOffset(42)
        .setModel("m")
        .setModelSha256("00")
        .setObjects(List.of(new DetectedObject("hairnet", 0.9f, box, List.of())))
        .setInferenceMicros(1000)
        .build();
  }
}
