package io.cleansight.query.camera;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.rule.condition.BadRuleException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A camera's settings as people and programs write them in JSON; what is not given is as usual.
 *
 * @param source where its video comes from: rtsp, rtsps, http or https, with a password if need be.
 *     It is kept encrypted and never told again. Absent: as it was; empty: none, and no substream
 *     either
 * @param substream a smaller stream of the same picture, from which frames are taken; like the
 *     source
 * @param framesPerSecond how many are judged, 0.01 to 60; absent: as capture-service is set
 * @param stillFramesPerSecond how many while nothing moves, at most as many; absent: no fewer
 * @param jpegQuality of the frames, 1 to 100; absent: as capture-service is set
 * @param longestSide of the frames in pixels, 64 to 8192; absent: as they come
 * @param keepVideo whether the video is kept for clips of violations; absent: it is
 * @param recordVideo whether all of the video is recorded; absent: it is not
 */
record CameraBody(
    @Nullable String name,
    @Nullable Boolean enabled,
    @Nullable List<String> labels,
    @Nullable List<ZoneBody> zones,
    @Nullable List<String> requiredSteps,
    @Nullable Long minimumWashMillis,
    @Nullable Long stepWindowMillis,
    @Nullable String saveStrategy,
    @Nullable Integer saveInterval,
    @Nullable String source,
    @Nullable String substream,
    @Nullable Double framesPerSecond,
    @Nullable Double stillFramesPerSecond,
    @Nullable Integer jpegQuality,
    @Nullable Integer longestSide,
    @Nullable Boolean keepVideo,
    @Nullable Boolean recordVideo) {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_LABEL = 64;
  private static final int MOST_LABELS = 20;
  private static final Set<String> ZONES = Term.words(ZoneType.class);

  /** A corner in fractions of the picture. */
  record CornerBody(@Nullable Double x, @Nullable Double y) {}

  /** A region of the picture. */
  record ZoneBody(
      @Nullable String zoneId,
      @Nullable String type,
      @Nullable List<CornerBody> corners,
      @Nullable Long minimumDwellMillis) {
    static Zone checked(@Nullable ZoneBody zone) {
      if (zone == null) {
        throw new BadParameterException("zones", "a list of zones");
      }
      return zone.event();
    }

    private Zone event() {
      if (zoneId == null || zoneId.isBlank() || zoneId.length() > LONGEST_LABEL) {
        throw new BadParameterException("zones.zone_id", "1 to " + LONGEST_LABEL + " characters");
      }
      if (type == null || !ZONES.contains(type)) {
        throw new BadParameterException("zones.type", "one of " + new TreeSet<>(ZONES));
      }
      return Zone.newBuilder()
          .setZoneId(zoneId)
          .setType(type)
          .setCorners(checkedCorners())
          .setMinimumDwellMillis(minimumDwellMillis == null ? 3000 : minimumDwellMillis)
          .build();
    }

    private List<Corner> checkedCorners() {
      if (corners == null
          || corners.stream().anyMatch(it -> it == null || it.x() == null || it.y() == null)) {
        throw new BadParameterException("zones.corners", "a list of {x, y}");
      }
      return corners.stream()
          .map(it -> new Corner(Objects.requireNonNull(it.x()), Objects.requireNonNull(it.y())))
          .toList();
    }
  }

  /**
   * As it is sent, checked.
   *
   * @param streams of which streams it is then set where they come from
   * @param lines names of lines that the camera has
   * @throws BadParameterException if it cannot be used
   */
  Camera event(String id, CameraReader.Streams streams, Set<String> lines) {
    var camera =
        Camera.newBuilder()
            .setCameraId(id)
            .setName(checkedName(id))
            .setEnabled(enabled == null || enabled)
            .setRequiredSteps(checkedSteps())
            .setZones(checkedZones(lines))
            .setSaveStrategy(saveStrategy)
            .setSaveInterval(saveInterval)
            .setLabels(checkedLabels())
            .setHasSource(streams.main())
            .setHasSubstream(streams.substream())
            .setFramesPerSecond(framesPerSecond)
            .setStillFramesPerSecond(stillFramesPerSecond)
            .setJpegQuality(jpegQuality)
            .setLongestSide(longestSide)
            .setKeepVideo(isVideoKept())
            .setRecordVideo(isVideoRecorded());
    if (minimumWashMillis != null) {
      camera.setMinimumWashMillis(minimumWashMillis);
    }
    if (stepWindowMillis != null) {
      camera.setStepWindowMillis(stepWindowMillis);
    }
    return inContract(camera.build());
  }

  private boolean isVideoKept() {
    return keepVideo == null || keepVideo;
  }

  private boolean isVideoRecorded() {
    boolean recorded = recordVideo != null && recordVideo;
    if (recorded && !isVideoKept()) {
      throw new BadParameterException("record_video", "false where keep_video is false");
    }
    return recorded;
  }

  private String checkedName(String otherwise) {
    if (name != null && (name.isBlank() || name.length() > LONGEST_NAME)) {
      throw new BadParameterException("name", "1 to " + LONGEST_NAME + " characters");
    }
    return name == null ? otherwise : name;
  }

  private List<Zone> checkedZones(Set<String> lines) {
    return zones == null
        ? List.of()
        : ZoneCheck.checked(zones.stream().map(ZoneBody::checked).toList(), lines);
  }

  private List<String> checkedSteps() {
    if (requiredSteps != null && !ZoneType.STEPS.containsAll(requiredSteps)) {
      throw new BadParameterException("required_steps", "of handwash, sanitize");
    }
    return requiredSteps == null ? List.of() : requiredSteps;
  }

  private List<String> checkedLabels() {
    if (labels == null) {
      return List.of();
    }
    if (labels.size() > MOST_LABELS || !labels.stream().allMatch(CameraBody::isLabel)) {
      throw new BadParameterException(
          "labels", MOST_LABELS + " at most, each of 1 to " + LONGEST_LABEL + " characters");
    }
    return labels;
  }

  private static boolean isLabel(@Nullable String text) {
    return text != null
        && !text.isBlank()
        && text.length() <= LONGEST_LABEL
        && text.chars().noneMatch(Character::isISOControl);
  }

  /** What a listener would send to the dead letters is refused here. */
  private static Camera inContract(Camera camera) {
    byte[] bytes = EventCodec.encode(Topics.CAMERAS, camera);
    if (EventCodec.decode(Topics.CAMERAS, bytes)
        instanceof Decoded.Unreadable<SpecificRecord> broken) {
      int end = broken.reason().indexOf(" is ");
      int are = broken.reason().indexOf(" are ");
      int cut = end < 0 ? are : end;
      String field = cut < 0 ? broken.reason() : broken.reason().substring(0, cut);
      throw new BadRuleException(field, "within its limits: " + broken.reason());
    }
    return camera;
  }
}
