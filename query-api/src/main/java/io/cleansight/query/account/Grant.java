package io.cleansight.query.account;

import io.cleansight.contracts.CameraId;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.web.BadParameterException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;

/**
 * What an account may, and until when.
 *
 * @param cameras null: every one
 * @param expiresAt null: without end
 */
record Grant(Role role, @Nullable Set<String> cameras, @Nullable Instant expiresAt) {
  private static final int MOST_CAMERAS = 1000;
  private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

  /**
   * As it was sent.
   *
   * @throws BadParameterException if it is none
   */
  static Grant of(
      @Nullable String role,
      @Nullable List<@Nullable String> cameras,
      @Nullable OffsetDateTime expiresAt,
      Instant now) {
    return new Grant(role(role), cameras(cameras), end(expiresAt, now));
  }

  private static Role role(@Nullable String name) {
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(name)) {
        return role;
      }
    }
    throw new BadParameterException("role", "viewer, reviewer or admin");
  }

  private static @Nullable Set<String> cameras(@Nullable List<@Nullable String> ids) {
    if (ids == null) {
      return null;
    }
    if (ids.size() > MOST_CAMERAS
        || !ids.stream().allMatch(it -> it != null && CameraId.isValid(it))) {
      throw new BadParameterException(
          "cameras", "null for every one, or at most " + MOST_CAMERAS + " ids of cameras");
    }
    return Set.copyOf(ids);
  }

  private static @Nullable Instant end(@Nullable OffsetDateTime at, Instant now) {
    if (at == null) {
      return null;
    }
    Instant end = at.toInstant().truncatedTo(ChronoUnit.MICROS);
    if (!end.isAfter(now) || !end.isBefore(LATEST)) {
      throw new BadParameterException("expires_at", "later than now and before 2100");
    }
    return end;
  }

  /**
   * Nobody gives what they have not.
   *
   * @throws AccessDeniedException if the caller may not see one of its cameras
   */
  void mustBeWithin(Caller caller) {
    Set<String> granted = cameras;
    if (caller.isLimited() && (granted == null || !granted.stream().allMatch(caller::maySee))) {
      throw new AccessDeniedException("that is for cameras that you may not see");
    }
  }
}
