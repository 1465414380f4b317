package io.cleansight.contracts.codec;

import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Knows which schema the id of a schema registry stands for. */
@FunctionalInterface
public interface SchemaLookup {
  /**
   * The schema with that id, or null if the registry has none.
   *
   * @throws SchemaLookupException if the registry does not answer; the same may be asked again
   */
  @Nullable Schema find(int id);
}
