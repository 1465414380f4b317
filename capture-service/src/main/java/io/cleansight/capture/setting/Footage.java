package io.cleansight.capture.setting;

import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Camera;
import io.cleansight.video.Mask;
import io.cleansight.video.Taking;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is taken and kept of a live camera's video, which people may change while it runs.
 *
 * @param taking which pictures, how large and how good
 * @param stillFramesPerSecond how many pictures while nothing moves; null: as many as else
 * @param keep whether its video is kept for clips
 */
public record Footage(Taking taking, @Nullable Double stillFramesPerSecond, boolean keep) {

  /**
   * What people have set, and what is usual where they have not.
   *
   * @param camera as it is in the settings of the service, or made of an address that people set
   * @param added whether people added it
   * @param set by people; null: nothing
   */
  public static Footage of(
      CaptureProperties.Camera camera,
      boolean added,
      @Nullable Camera set,
      VideoDefaults defaults) {
    Optional<Camera> people = Optional.ofNullable(set);
    Double usual = added ? Double.valueOf(defaults.framesPerSecond()) : camera.fps();
    var taking =
        new Taking(
            people.map(Camera::getFramesPerSecond).orElse(usual),
            people.map(Camera::getJpegQuality).orElse(defaults.jpegQuality()),
            people.map(Camera::getLongestSide).orElse(null),
            people.map(Footage::masks).orElse(List.of()));
    return new Footage(
        taking,
        people.map(Camera::getStillFramesPerSecond).orElse(null),
        defaults.keep() && people.map(Camera::getKeepVideo).orElse(true));
  }

  /** Whether its video is kept as it was, so that its source need not be opened anew for it. */
  public boolean keepsAs(Footage before) {
    return keep == before.keep && (!keep || taking.isMasked() == before.taking.isMasked());
  }

  private static List<Mask> masks(Camera set) {
    return set.getZones().stream()
        .filter(zone -> ZoneType.PRIVACY.is(zone.getType()))
        .map(
            zone ->
                new Mask(
                    zone.getCorners().stream()
                        .map(corner -> new Mask.Corner(corner.getX(), corner.getY()))
                        .toList()))
        .toList();
  }
}
