package io.cleansight.snapshot;

import java.util.Optional;
import net.jcip.annotations.ThreadSafe;

/**
 * Where pictures are kept. Every implementation passes SnapshotStoreContract. Keys are made by
 * persistence-service and never by a client. Trouble with the store is thrown; the same call may
 * come again.
 */
@ThreadSafe
public interface SnapshotStore extends AutoCloseable {

  /** Its name, kept with each picture: pictures stay where they were when the setting changes. */
  String name();

  /** Keeps a picture. One under the same key is the same picture, and stays. */
  void put(String key, byte[] jpeg);

  /** The picture, or nothing if it is not there. */
  Optional<byte[]> get(String key);

  /** Lets go of a picture, if it is there. */
  void remove(String key);

  /** Lets go of connections of its own, if it has any. */
  @Override
  default void close() {}
}
