package io.cleansight.capture.setting;

import io.cleansight.contracts.CameraId;
import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.messaging.address.AddressProperties;
import io.cleansight.video.Hardware;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code capture}.
 *
 * @param cameras what to watch
 * @param cameraPrivateKey decrypts the sources of cameras that people set, as {@code
 *     capture-service keys new} prints it; absent: such cameras are not captured
 * @param patience how long opening a source, or its next picture, may take before it counts as
 *     stalled
 * @param firstRetry pause before a lost source is opened again; doubles up to {@code longestRetry}
 * @param longestRetry longest pause before a lost source is opened again
 * @param coveredAfter how long a live camera's pictures are dark or even before it counts as blind
 * @param frozenAfter how long they are the same to the last point before it does; 0: never. A drawn
 *     room has no noise and is never frozen
 * @param backlog most frames of a recorded file that may be published and not yet judged before it
 *     pauses
 * @param backlogBytes the same in bytes of their pictures
 * @param sources what a source may be
 * @param video what is taken and kept of video
 */
@Validated
@ConfigurationProperties("capture")
public record CaptureProperties(
    @DefaultValue List<@Valid Camera> cameras,
    @Nullable String cameraPrivateKey,
    @DefaultValue("8s") Duration patience,
    @DefaultValue("1s") Duration firstRetry,
    @DefaultValue("30s") Duration longestRetry,
    @DefaultValue("5s") Duration coveredAfter,
    @DefaultValue("60s") Duration frozenAfter,
    @DefaultValue("300") @Positive int backlog,
    @DefaultValue("64MB") DataSize backlogBytes,
    @DefaultValue Sources sources,
    @DefaultValue VideoDefaults video) {

  public CaptureProperties {
    if (cameraPrivateKey != null && cameraPrivateKey.isBlank()) {
      cameraPrivateKey = null;
    }
    if (backlogBytes.toBytes() <= 0) {
      throw new IllegalArgumentException(
          "capture.backlog-bytes must be more than 0, not " + backlogBytes);
    }
    var seen = new HashSet<String>();
    for (var camera : cameras) {
      if (!seen.add(camera.id())) {
        throw new IllegalArgumentException("capture.cameras: " + camera.id() + " is there twice");
      }
    }
    cameras = List.copyOf(cameras);
  }

  /**
   * The cameras by id.
   *
   * @throws IllegalArgumentException naming the camera, if its source cannot be used; it says why
   */
  public Map<String, Camera> byId() {
    var byId = new LinkedHashMap<String, Camera>();
    for (var camera : cameras) {
      try {
        var _ = camera.parsedSource();
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "capture.cameras: " + camera.id() + ": " + e.getMessage(), e);
      }
      byId.put(camera.id(), camera);
    }
    return Collections.unmodifiableMap(byId);
  }

  /**
   * What a source may be.
   *
   * @param allowed networks in which sources may lie, as 10.1.0.0/16; {@code public}: the Internet.
   *     Nothing else is opened
   * @param largestPicture in pixels
   * @param memory most address space that the process which decodes a source may have; Java takes
   *     about half a gigabyte of it without using it
   * @param standby such processes, of about 50 MB each, that wait for a source: so many cameras of
   *     an instance that ended are seen again without waiting for theirs to start
   */
  public record Sources(
      @DefaultValue({"0.0.0.0/0", "::/0"}) List<String> allowed,
      @DefaultValue("" + Rules.LARGEST_PICTURE) long largestPicture,
      @DefaultValue("1GB") DataSize memory,
      @DefaultValue("2") @Min(0) @Max(64) int standby) {
    public Sources {
      allowed = AddressPolicy.checked("capture.sources.allowed", allowed);
    }

    public Rules rules(AddressProperties addresses) {
      return new Rules(allowed, addresses.local(), addresses.ca(), largestPicture);
    }
  }

  /**
   * What is taken and kept of video.
   *
   * @param framesPerSecond of cameras that people add and set no rate of
   * @param jpegQuality of frames, 1 to 100
   * @param keep whether the video is kept for clips, where people have not said that it is not
   * @param unsent most bytes of video that Kafka has not taken; more is dropped
   * @param hardware what decodes, where the machine has it
   */
  public record VideoDefaults(
      @DefaultValue("5") @DecimalMin("0.01") @DecimalMax("60") double framesPerSecond,
      @DefaultValue("85") @Min(1) @Max(100) int jpegQuality,
      @DefaultValue("true") boolean keep,
      @DefaultValue("32MB") DataSize unsent,
      @DefaultValue("none") Hardware hardware) {}

  /** How quickly a file is played. */
  public enum Pace {
    REALTIME,
    MAX
  }

  /**
   * One camera.
   *
   * @param source a file, a folder of JPEG or PNG pictures ({@code DIR?fps=N}), {@code
   *     /dev/videoN}, an rtsp, rtsps, http or https address, or a drawn {@code scene:SEED}
   * @param loop a file is repeated as if live
   * @param fps frames per second to publish; null: every one
   * @param pace of a file; {@code max} for one that is only to be judged, not watched
   * @param epoch identity of the request to play a file: the same again goes on where it was
   * @param substream the address of a smaller stream of the same picture: frames are taken from it
   */
  public record Camera(
      @Pattern(regexp = CameraId.PATTERN) String id,
      @NotBlank String source,
      @DefaultValue("false") boolean loop,
      @DecimalMin("0.01") @DecimalMax("60") @Nullable Double fps,
      @DefaultValue("realtime") Pace pace,
      @Nullable Instant epoch,
      @Nullable String substream) {

    /** A stream as people add it. */
    public static Camera live(String id, String address, @Nullable String substream) {
      return new Camera(id, address, false, null, Pace.REALTIME, null, substream);
    }

    /** Without the source, which may hold a password. */
    @Override
    public String toString() {
      return "camera " + id;
    }

    public Source parsedSource() {
      return Source.parse(source);
    }

    /** Empty: there is none. */
    public Optional<Source> parsedSubstream() {
      return Optional.ofNullable(substream).map(Source::parse);
    }

    public boolean recorded() {
      return !loop && parsedSource().ends();
    }
  }
}
