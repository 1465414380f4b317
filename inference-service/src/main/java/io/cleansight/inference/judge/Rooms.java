package io.cleansight.inference.judge;

import io.cleansight.event.Camera;
import io.cleansight.inference.zone.Room;
import io.cleansight.inference.zone.Spot;
import io.cleansight.inference.zone.Zone;
import java.time.Duration;

/** A camera's settings as a room. */
final class Rooms {
  private Rooms() {}

  static Room of(Camera settings) {
    if (!settings.getEnabled()) {
      return Room.UNKNOWN;
    }
    return new Room(
        settings.getZones().stream().map(Rooms::zone).toList(),
        settings.getRequiredSteps(),
        Duration.ofMillis(settings.getMinimumWashMillis()),
        Duration.ofMillis(settings.getStepWindowMillis()));
  }

  private static Zone zone(io.cleansight.event.Zone zone) {
    return new Zone(
        zone.getZoneId(),
        zone.getType(),
        zone.getCorners().stream().map(corner -> new Spot(corner.getX(), corner.getY())).toList(),
        Duration.ofMillis(zone.getMinimumDwellMillis()));
  }
}
