package io.cleansight.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All stores in which pictures are, and the one into which new ones go. */
public final class Snapshots implements AutoCloseable {
  private final SnapshotStore first;
  private final List<SnapshotStore> all;

  Snapshots(SnapshotStore first, List<SnapshotStore> all) {
    this.first = first;
    this.all = List.copyOf(all);
  }

  /** Where new pictures go. */
  public SnapshotStore current() {
    return first;
  }

  /** Every store, the one into which new ones go first. */
  public List<SnapshotStore> all() {
    return Stream.concat(
            Stream.of(first), all.stream().filter(it -> !it.name().equals(first.name())))
        .toList();
  }

  /** The store of that name; empty if it is not configured here. */
  public Optional<SnapshotStore> named(String name) {
    return all.stream().filter(store -> store.name().equals(name)).findFirst();
  }

  /**
   * Removes a picture that lies in the store of that name; one that is gone already is no trouble.
   *
   * @throws IllegalStateException if the store is not configured here
   */
  public void remove(String store, String path) {
    named(store)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "pictures lie in the store " + store + ", which is not configured here"))
        .remove(path);
  }

  @Override
  public void close() {
    all.forEach(SnapshotStore::close);
  }
}
