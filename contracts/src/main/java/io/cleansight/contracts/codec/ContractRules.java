package io.cleansight.contracts.codec;

import io.cleansight.contracts.CameraId;
import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.vocabulary.SaveStrategy;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * What an Avro schema cannot say: finite numbers, boxes inside the frame, believable times, valid
 * camera names, no text that PostgreSQL does not keep. So who follows a topic takes no event that
 * the record refuses.
 */
public final class ContractRules {
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /** Room for the rounding of a model's arithmetic at the frame's edge. */
  private static final double EDGE = 1e-6;

  /** A line. */
  private static final int FEWEST_CORNERS = 2;

  /** A line hides nothing. */
  private static final int FEWEST_OF_MASK = 3;

  private static final int MOST_CORNERS = 64;
  private static final int MOST_ZONES = 64;

  private static final int LONGEST_SAVE_INTERVAL = 100_000;

  private static final double FEWEST_FRAMES = 0.01;
  private static final double MOST_FRAMES = 60;
  private static final String NO_RATE = " is not " + FEWEST_FRAMES + " to 60 a second";
  private static final int BEST_QUALITY = 100;
  private static final int SHORTEST_SIDE = 64;
  private static final int LONGEST_SIDE = 8192;

  /** A day. */
  private static final long LONGEST_MILLIS = 86_400_000;

  /** In JSON; PostgreSQL keeps no such JSON either. */
  private static final String ESCAPED_NUL = "\\u0000";

  private ContractRules() {}

  /** The first rule that the event breaks, by field name and limit. */
  static Optional<String> brokenBy(SpecificRecord event) {
    return record("", event).findFirst();
  }

  private static Stream<String> record(String path, SpecificRecord record) {
    Stream<String> inFields =
        record.getSchema().getFields().stream()
            .flatMap(field -> value(path + field.name(), field.name(), record.get(field.pos())));
    Stream<String> inAll =
        switch (record) {
          case Box box -> box(path, box);
          case Corner corner -> corner(path, corner);
          case Zone zone -> zone(path, zone);
          case Camera camera -> camera(path, camera);
          default -> Stream.empty();
        };
    return Stream.concat(inFields, inAll);
  }

  private static Stream<String> value(
      String path, String name, @org.jspecify.annotations.Nullable Object value) {
    return switch (value) {
      case null -> Stream.empty();
      case SpecificRecord record -> record(path + ".", record);
      case Collection<?> items -> items.stream().flatMap(item -> value(path + "[]", name, item));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue()))
              .flatMap(item -> value(path + "{}", name, item));
      case Double number -> unless(Double.isFinite(number), path + " is " + number);
      case Float number -> unless(Float.isFinite(number), path + " is " + number);
      case Instant at ->
          unless(
              !at.isBefore(EARLIEST) && at.isBefore(LATEST),
              path + " is " + at + ", not within 2000..2099");
      case String text when name.equals("camera_id") ->
          unless(CameraId.isValid(text), path + " is not " + CameraId.PATTERN);
      case String text when name.equals("conditions") ->
          unless(text.indexOf(0) < 0 && !text.contains(ESCAPED_NUL), path + " is text with NUL");
      case String text -> unless(text.indexOf(0) < 0, path + " is text with NUL");
      default -> Stream.empty();
    };
  }

  private static Stream<String> box(String path, Box box) {
    boolean inside =
        box.getX() >= -EDGE
            && box.getY() >= -EDGE
            && box.getWidth() >= 0
            && box.getHeight() >= 0
            && box.getX() + box.getWidth() <= 1 + EDGE
            && box.getY() + box.getHeight() <= 1 + EDGE;
    return unless(inside, path + " is not within 0..1: " + box);
  }

  private static Stream<String> corner(String path, Corner corner) {
    boolean inside =
        corner.getX() >= 0 && corner.getX() <= 1 && corner.getY() >= 0 && corner.getY() <= 1;
    return unless(inside, path + " is not within 0..1: " + corner);
  }

  private static Stream<String> zone(String path, Zone zone) {
    int corners = zone.getCorners().size();
    int fewest = ZoneType.PRIVACY.is(zone.getType()) ? FEWEST_OF_MASK : FEWEST_CORNERS;
    long dwell = zone.getMinimumDwellMillis();
    return Stream.of(
            unless(
                corners >= fewest && corners <= MOST_CORNERS,
                path + "corners are " + corners + ", not " + fewest + " to " + MOST_CORNERS),
            unless(
                dwell >= 0 && dwell <= LONGEST_MILLIS,
                path + "minimum_dwell_millis is " + dwell + ", not 0 to " + LONGEST_MILLIS))
        .flatMap(complaints -> complaints);
  }

  private static Stream<String> camera(String path, Camera camera) {
    return Stream.of(
            unless(
                camera.getZones().size() <= MOST_ZONES,
                path + "zones are " + camera.getZones().size() + ", over " + MOST_ZONES),
            unless(
                camera.getMinimumWashMillis() >= 0
                    && camera.getMinimumWashMillis() <= LONGEST_MILLIS,
                path + "minimum_wash_millis is not 0 to " + LONGEST_MILLIS),
            unless(
                camera.getStepWindowMillis() > 0 && camera.getStepWindowMillis() <= LONGEST_MILLIS,
                path + "step_window_millis is not 1 to " + LONGEST_MILLIS),
            unless(
                camera.getSaveStrategy() == null
                    || Term.words(SaveStrategy.class).contains(camera.getSaveStrategy()),
                path + "save_strategy is not one of " + Term.words(SaveStrategy.class)),
            unless(
                camera.getSaveInterval() == null
                    || (camera.getSaveInterval() >= 1
                        && camera.getSaveInterval() <= LONGEST_SAVE_INTERVAL),
                path + "save_interval is not 1 to " + LONGEST_SAVE_INTERVAL),
            frames(path, camera))
        .flatMap(complaints -> complaints);
  }

  /** How its frames are taken. */
  private static Stream<String> frames(String path, Camera camera) {
    Double rate = camera.getFramesPerSecond();
    Double still = camera.getStillFramesPerSecond();
    Integer quality = camera.getJpegQuality();
    Integer side = camera.getLongestSide();
    return Stream.of(
            unless(isRate(rate), path + "frames_per_second" + NO_RATE),
            unless(isRate(still), path + "still_frames_per_second" + NO_RATE),
            unless(
                rate == null || still == null || still <= rate,
                path + "still_frames_per_second is over frames_per_second"),
            unless(
                quality == null || (quality >= 1 && quality <= BEST_QUALITY),
                path + "jpeg_quality is not 1 to " + BEST_QUALITY),
            unless(
                side == null || (side >= SHORTEST_SIDE && side <= LONGEST_SIDE),
                path + "longest_side is not " + SHORTEST_SIDE + " to " + LONGEST_SIDE + " pixels"))
        .flatMap(complaints -> complaints);
  }

  private static boolean isRate(@org.jspecify.annotations.Nullable Double rate) {
    return rate == null || (rate >= FEWEST_FRAMES && rate <= MOST_FRAMES);
  }

  private static Stream<String> unless(boolean holds, String complaint) {
    return holds ? Stream.empty() : Stream.of(complaint);
  }

  /**
   * The key of the event's record, if its schema has one: the value of a field, of a source two.
   */
  public static Optional<String> keyOf(SpecificRecord event) {
    if (event instanceof CameraSource source) {
      return Optional.of(CameraStream.of(source).key());
    }
    Schema schema = event.getSchema();
    String keyField =
        switch (schema.getName()) {
          case "AlertRule", "Membership" -> "rule_id";
          case "Silence" -> "silence_id";
          case "AuditEntry" -> "who";
          case "AccountState" -> "account_id";
          case "AccountActivity" -> "subject";
          case "AuditAnchor" -> "chain";
          case "Erasure" -> "erasure_id";
          case "CameraRun" -> "run_id";
          case "NotificationRequest" -> "recipient_key";
          default -> "camera_id";
        };
    return Optional.ofNullable(schema.getField(keyField))
        .map(field -> String.valueOf(event.get(field.pos())));
  }
}
