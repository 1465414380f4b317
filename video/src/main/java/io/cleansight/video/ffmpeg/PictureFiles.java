package io.cleansight.video.ffmpeg;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jcip.annotations.NotThreadSafe;

/**
 * Files of pictures in one stream, all JPEG or all PNG as the first of them is. A file that is not
 * what it is named, or is of the other kind, is passed over.
 */
@NotThreadSafe
final class PictureFiles extends InputStream {
  private final Deque<Path> files;
  private final boolean png;
  private InputStream open = InputStream.nullInputStream();

  /** What a file begins with. */
  private enum Kind {
    JPEG("ffd8ff"),
    PNG("89504e470d0a1a0a");

    private final String beginning;

    Kind(String beginning) {
      this.beginning = beginning;
    }

    private boolean begins(InputStream in) throws IOException {
      int length = beginning.length() / 2;
      in.mark(length);
      byte[] first = in.readNBytes(length);
      in.reset();
      return HexFormat.of().formatHex(first).equals(beginning);
    }
  }

  private PictureFiles(List<Path> files, boolean png) {
    this.files = new ArrayDeque<>(files);
    this.png = png;
  }

  static PictureFiles of(List<Path> files) throws IOException {
    for (Path file : files) {
      for (Kind kind : Kind.values()) {
        Optional<InputStream> found = opened(file, kind);
        if (found.isPresent()) {
          found.get().close();
          return new PictureFiles(files, kind == Kind.PNG);
        }
      }
    }
    return new PictureFiles(List.of(), false);
  }

  boolean png() {
    return png;
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = open.read(bytes, offset, length);
    while (read < 0 && !files.isEmpty()) {
      open.close();
      open =
          opened(files.remove(), png ? Kind.PNG : Kind.JPEG)
              .orElseGet(InputStream::nullInputStream);
      read = open.read(bytes, offset, length);
    }
    return read;
  }

  @Override
  public void close() {
    try {
      open.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a file cannot be closed", e);
    }
  }

  /** Empty if it is not of that kind. */
  private static Optional<InputStream> opened(Path file, Kind kind) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS));
    if (kind.begins(in)) {
      return Optional.of(in);
    }
    in.close();
    return Optional.empty();
  }
}
