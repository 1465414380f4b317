package io.cleansight.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import net.jcip.annotations.ThreadSafe;

/**
 * Where files of recorded video are kept. Every implementation passes RecordingFilesContract. Paths
 * are made by persistence-service and never by a client. Trouble with the store is thrown, as an
 * {@link IOException} or as the store's own; the same call may come again.
 */
@ThreadSafe
public interface RecordingFiles extends AutoCloseable {

  /** Its name, kept with each file: files stay where they were when the setting changes. */
  String name();

  /** A folder for files that are being written, of this process alone. */
  Path drafts() throws IOException;

  /**
   * Keeps a file, whole and on the disk when it returns. One that is there under that path is
   * replaced.
   *
   * @param draft in {@link #drafts}; gone afterwards, or not
   */
  void keep(String path, Path draft) throws IOException;

  /**
   * Some of a file's bytes, or nothing if the file is not there. The caller closes it.
   *
   * @param length how many; fewer come where the file ends before
   */
  Optional<InputStream> read(String path, long offset, long length) throws IOException;

  /** Lets go of a file, if it is there. */
  void remove(String path) throws IOException;

  /** Deletes drafts that whoever began them has left behind. */
  default void tidy() throws IOException {}

  /** Lets go of connections of its own, if it has any. */
  @Override
  default void close() {}
}
