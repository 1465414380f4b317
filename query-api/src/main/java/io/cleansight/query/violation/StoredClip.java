package io.cleansight.query.violation;

import io.cleansight.snapshot.SnapshotStore;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.AbstractResource;

/** A clip in its store, read a part at a time: nobody's memory holds all of it. */
final class StoredClip extends AbstractResource {
  private static final int PART = 1 << 20;

  private final SnapshotStore store;
  private final String path;
  private final long length;

  StoredClip(SnapshotStore store, String path, long length) {
    this.store = store;
    this.path = path;
    this.length = length;
  }

  @Override
  public String getDescription() {
    return "a clip of " + length + " bytes";
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public InputStream getInputStream() {
    return new Parts();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredClip clip && clip.path.equals(path) && clip.store.equals(store);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  private final class Parts extends InputStream {
    private byte[] part = {};
    private long begin;
    private long position;

    @Override
    public int read() throws IOException {
      return isAtTheEnd() ? -1 : part()[(int) (position++ - begin)] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int count) throws IOException {
      Objects.checkFromIndexSize(offset, count, into.length);
      if (count == 0 || isAtTheEnd()) {
        return count == 0 ? 0 : -1;
      }
      byte[] bytes = part();
      int from = (int) (position - begin);
      int size = Math.min(count, bytes.length - from);
      System.arraycopy(bytes, from, into, offset, size);
      position += size;
      return size;
    }

    @Override
    public long skip(long count) {
      long skipped = Math.clamp(length - position, 0, Math.max(0, count));
      position += skipped;
      return skipped;
    }

    private boolean isAtTheEnd() {
      return position >= length;
    }

    /** The part in which the position is. */
    private byte[] part() throws IOException {
      if (position < begin || position >= begin + part.length) {
        int size = (int) Math.min(PART, length - position);
        part =
            store
                .get(path, position, size)
                .filter(it -> it.length > 0)
                .orElseThrow(() -> new FileNotFoundException("the clip has left its store"));
        begin = position;
      }
      return part;
    }
  }
}
