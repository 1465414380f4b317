package io.cleansight.query.access.issuer;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where an issuer's claims say who somebody is, what they may and which cameras they may see.
 *
 * @param roles what the issuer calls our roles; empty: as we do
 */
record IssuerClaims(
    String nameClaim, String roleClaim, Map<Role, Set<String>> roles, String camerasClaim) {
  private static final int LONGEST_NAME = 200;
  private static final String EVERY_CAMERA = "*";

  /**
   * Whom the claims are of: no claim of cameras, no camera.
   *
   * @param prefix of their name, of a space of names of its own
   * @throws IllegalArgumentException if they name nobody, or no role
   */
  Caller caller(String prefix, Map<String, Object> claims) {
    Set<String> cameras = names(claims, camerasClaim);
    return new Caller(
        prefix + name(claims), role(claims), cameras.contains(EVERY_CAMERA) ? null : cameras);
  }

  private String name(Map<String, Object> claims) {
    return names(claims, nameClaim).stream()
        .findFirst()
        .filter(it -> !it.isBlank() && it.length() <= LONGEST_NAME)
        .filter(it -> it.chars().noneMatch(Character::isISOControl))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the claim " + nameClaim + " must have 1 to " + LONGEST_NAME + " characters"));
  }

  private Role role(Map<String, Object> claims) {
    Set<String> given = names(claims, roleClaim);
    return Arrays.stream(Role.values())
        .filter(it -> called(it).stream().anyMatch(given::contains))
        .max(Comparator.naturalOrder())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the claim " + roleClaim + " names no role of this service"));
  }

  private Set<String> called(Role role) {
    return roles.isEmpty()
        ? Set.of(role.name().toLowerCase(Locale.ROOT))
        : roles.getOrDefault(role, Set.of());
  }

  /** What a claim holds, be it one text or several; of nothing else anything. */
  private static Set<String> names(Map<String, Object> claims, String path) {
    @Nullable Object found = claims;
    for (String step : claims.containsKey(path) ? List.of(path) : List.of(path.split("\\."))) {
      found = found instanceof Map<?, ?> inner ? inner.get(step) : null;
    }
    return switch (found) {
      case String name -> Set.of(name);
      case Collection<?> several ->
          several.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(Collectors.toUnmodifiableSet());
      case null, default -> Set.of();
    };
  }
}
