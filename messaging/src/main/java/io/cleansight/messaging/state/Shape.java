package io.cleansight.messaging.state;

import java.time.Instant;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type stand in Avro's generic data. Instants are microseconds after a base
 * that the whole state shares: most lie close to each other and take half the bytes.
 */
interface Shape {
  Schema schema();

  Object write(Object value, Instant base);

  Object read(Object datum, Instant base);

  /** Whether null may stand in its place; it is neither written nor read by the shape. */
  default boolean mayBeNull() {
    return false;
  }

  /** What a state without it is taken to have had; null where it cannot do without. */
  default @Nullable Object absent() {
    return null;
  }
}
