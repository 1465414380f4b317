package io.cleansight.query.access;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who asks.
 *
 * @param cameras those that they may see; null: every one
 */
public record Caller(String name, Role role, @Nullable Set<String> cameras)
    implements AuthenticatedPrincipal {
  public Caller {
    cameras = cameras == null ? null : Set.copyOf(cameras);
  }

  @Override
  public String getName() {
    return name;
  }

  public boolean maySee(String camera) {
    return cameras == null || cameras.contains(camera);
  }

  /**
   * For what concerns every camera, as rules do.
   *
   * @throws AccessDeniedException if some may not be seen
   */
  public void mustSeeAll() {
    if (cameras != null) {
      throw new AccessDeniedException("that concerns cameras that you may not see");
    }
  }

  /** For a query over what they may see: null for no limit; never empty, for SQL's sake. */
  public @Nullable List<String> seen() {
    if (cameras == null) {
      return null;
    }
    return cameras.isEmpty() ? List.of("") : List.copyOf(cameras);
  }
}
