package io.cleansight.query.access;

import net.jcip.annotations.ThreadSafe;

/** What a caller came with: asked again for as long as something is open for them. */
@FunctionalInterface
@ThreadSafe
public interface Credential {
  /** Whether it is still good, and still that caller's with the same role and cameras. */
  boolean holds();
}
