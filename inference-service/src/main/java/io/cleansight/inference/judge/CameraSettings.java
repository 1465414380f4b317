package io.cleansight.inference.judge;

import io.cleansight.contracts.vocabulary.ZoneType;
import io.cleansight.event.Camera;
import io.cleansight.inference.detection.Point;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the settings of a camera say to whoever judges its frames.
 *
 * @param saveStrategy which frames get a record; null: nothing is said of it
 * @param saveInterval every how many frames; null: nothing is said of it
 */
record CameraSettings(Room room, @Nullable String saveStrategy, @Nullable Integer saveInterval) {
  /** Of a camera that has none. */
  static final CameraSettings NONE = new CameraSettings(Room.UNKNOWN, null, null);

  static CameraSettings of(Camera camera) {
    Room room = camera.getEnabled() ? room(camera) : Room.UNKNOWN;
    return new CameraSettings(room, camera.getSaveStrategy(), camera.getSaveInterval());
  }

  /** Without what is masked: nothing happens there. */
  private static Room room(Camera camera) {
    return new Room(
        camera.getZones().stream()
            .filter(zone -> !ZoneType.PRIVACY.is(zone.getType()))
            .map(CameraSettings::zone)
            .toList(),
        camera.getRequiredSteps(),
        Duration.ofMillis(camera.getMinimumWashMillis()),
        Duration.ofMillis(camera.getStepWindowMillis()));
  }

  private static Zone zone(io.cleansight.event.Zone zone) {
    List<Point> corners =
        zone.getCorners().stream().map(corner -> new Point(corner.getX(), corner.getY())).toList();
    return new Zone(
        zone.getZoneId(), zone.getType(), corners, Duration.ofMillis(zone.getMinimumDwellMillis()));
  }
}
