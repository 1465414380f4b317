package io.cleansight.query.access;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * Who asks. A user is called as they log in; keys, tokens and the printed link have names of their
 * own after a prefix that no user's name can have, so a key that is called like somebody is not
 * taken for them in the audit, in limits or in what an Idempotency-Key stands for.
 *
 * @param name of one caller alone
 * @param cameras those that they may see; null: every one
 */
public record Caller(String name, Role role, @Nullable Set<String> cameras)
    implements AuthenticatedPrincipal {
  public Caller {
    cameras = cameras == null ? null : Set.copyOf(cameras);
  }

  public static Caller ofKey(String name, Role role, @Nullable Set<String> cameras) {
    return new Caller("key:" + name, role, cameras);
  }

  /** Whoever came by the printed link. */
  public static Caller ofLink(Role role) {
    return new Caller("link:laptop", role, null);
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

  /**
   * For what concerns those cameras, and whichever carry one of those labels; neither: every one.
   *
   * @throws AccessDeniedException if some may not be seen, or get such a label
   */
  public void mustSee(Collection<String> concerned, Collection<String> labels) {
    if (concerned.isEmpty() || !labels.isEmpty() || !concerned.stream().allMatch(this::maySee)) {
      mustSeeAll();
    }
  }

  /** Whether there are cameras that they may not see. */
  public boolean isLimited() {
    return cameras != null;
  }

  /** For a query over what they may see: null for no limit; never empty, for SQL's sake. */
  public @Nullable List<String> seen() {
    if (cameras == null) {
      return null;
    }
    return cameras.isEmpty() ? List.of("") : List.copyOf(cameras);
  }
}
