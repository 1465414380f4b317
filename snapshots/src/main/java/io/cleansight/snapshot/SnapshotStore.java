package io.cleansight.snapshot;

import java.util.Optional;
import net.jcip.annotations.ThreadSafe;

/**
 * Where pictures and clips are kept. Every implementation passes SnapshotStoreContract. Keys are
 * made by persistence-service and never by a client. Trouble with the store is thrown; the same
 * call may come again.
 */
@ThreadSafe
public interface SnapshotStore extends AutoCloseable {

  /** Its name, kept with each picture: pictures stay where they were when the setting changes. */
  String name();

  /**
   * Keeps a picture or a clip. What is under the same key is the same, and stays.
   *
   * @param mediaType what it is, for instance {@code image/jpeg}
   */
  void put(String key, byte[] bytes, String mediaType);

  /** What is there, or nothing. */
  Optional<byte[]> get(String key);

  /**
   * A part of what is there, shorter if that ends before; nothing if there is nothing.
   *
   * @param from the first byte, counted from 0, before the end of what is there
   */
  Optional<byte[]> get(String key, long from, int length);

  /** Lets go of it, if it is there. */
  void remove(String key);

  /** Lets go of connections of its own, if it has any. */
  @Override
  default void close() {}
}
