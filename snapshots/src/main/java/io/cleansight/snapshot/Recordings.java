package io.cleansight.snapshot;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All stores in which recordings are, and the one into which new ones go, if any do. */
public final class Recordings implements AutoCloseable {
  private final @Nullable RecordingFiles first;
  private final List<RecordingFiles> all;

  Recordings(@Nullable RecordingFiles first, List<RecordingFiles> all) {
    this.first = first;
    this.all = List.copyOf(all);
  }

  /** Where new recordings go; empty: nothing is recorded. */
  public Optional<RecordingFiles> current() {
    return Optional.ofNullable(first);
  }

  /** The store of that name; empty if it is not configured here. */
  public Optional<RecordingFiles> named(String name) {
    return all.stream().filter(store -> store.name().equals(name)).findFirst();
  }

  /**
   * Removes a file that lies in the store of that name; one that is gone already is no trouble.
   *
   * @throws IllegalStateException if the store is not configured here
   */
  public void remove(String store, String path) throws IOException {
    named(store)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "recordings lie in the store " + store + ", which is not configured here"))
        .remove(path);
  }

  @Override
  public void close() {
    all.forEach(RecordingFiles::close);
  }
}
