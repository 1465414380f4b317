package io.cleansight.capture.camera;

import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.video.Glance;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * Whether a camera's pictures show anything: for a while now they have been dark, or all of one
 * brightness as behind a cover, or to the last point the same. For one thread; fed in order.
 */
@NotThreadSafe
final class Blindness {
  /** Of 255. A kitchen by its emergency lights is above; a sensor's noise in the dark below. */
  private static final double DARK = 20;

  /** Standard deviation of 255. A bare wall with a shadow on it has more. */
  private static final double EVEN = 6;

  private final Duration coveredAfter;
  private final Duration frozenAfter;
  private @Nullable Glance last;
  private Instant changedAt = Instant.MIN;
  private @Nullable Instant shownNothingSince;

  /**
   * @param coveredAfter how long pictures must be dark or even
   * @param frozenAfter how long they must be the same; zero: that is not looked for
   */
  Blindness(Duration coveredAfter, Duration frozenAfter) {
    this.coveredAfter = coveredAfter;
    this.frozenAfter = frozenAfter;
  }

  /** Why nothing can be seen; empty if something can, or it is too early to say. */
  Optional<CameraReason> look(Instant at, Glance picture) {
    Glance before = last;
    if (before == null || !before.isSameAs(picture)) {
      changedAt = at;
    }
    last = picture;
    boolean dark = picture.brightness() < DARK;
    if (!dark && picture.contrast() >= EVEN) {
      shownNothingSince = null;
    } else if (shownNothingSince == null) {
      shownNothingSince = at;
    }
    if (shownNothingSince != null && !at.isBefore(shownNothingSince.plus(coveredAfter))) {
      return Optional.of(dark ? CameraReason.DARK : CameraReason.COVERED);
    }
    boolean frozen = !frozenAfter.isZero() && !at.isBefore(changedAt.plus(frozenAfter));
    return frozen ? Optional.of(CameraReason.FROZEN) : Optional.empty();
  }
}
