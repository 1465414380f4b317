package io.cleansight.persistence.retention;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A day of records as a compressed CSV file, and beside it the manifest that says what is in it.
 */
final class DayFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path file;

  private DayFile(Path file) {
    this.file = file;
  }

  /**
   * What a file holds.
   *
   * @param sha256 of the compressed file, hexadecimal
   */
  record Manifest(LocalDate day, String file, long rows, String sha256) {}

  /** Writes rows of CSV. */
  @FunctionalInterface
  interface Rows {
    long writeTo(OutputStream csv) throws IOException;
  }

  static DayFile of(Path directory, LocalDate day) {
    return new DayFile(directory.resolve("detection_records-" + day + ".csv.gz"));
  }

  static DayFile at(Path file) {
    return new DayFile(file);
  }

  /** Writes the file and its manifest; both are on the disk, whole, when it returns. */
  Manifest write(LocalDate day, Rows rows) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path partial = partial(file);
    MessageDigest digest = sha256();
    long count;
    try (OutputStream raw = new DigestOutputStream(Files.newOutputStream(partial), digest);
        var zip = new GZIPOutputStream(raw, 1 << 16)) {
      count = rows.writeTo(new KeptOpen(zip));
    }
    moveIntoPlace(partial, file);
    var manifest =
        new Manifest(
            day, file.getFileName().toString(), count, HexFormat.of().formatHex(digest.digest()));
    write(manifest);
    return manifest;
  }

  private void write(Manifest manifest) throws IOException {
    Path partial = partial(manifestFile());
    Files.writeString(partial, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest));
    moveIntoPlace(partial, manifestFile());
  }

  private static Path partial(Path whole) {
    return whole.resolveSibling(whole.getFileName() + ".partial");
  }

  /**
   * The manifest, after the file was found to be what it says.
   *
   * @throws IOException if there is no manifest, or the file is another than it says
   */
  Manifest verified() throws IOException {
    Manifest manifest = manifest();
    MessageDigest digest = sha256();
    try (var input = new DigestInputStream(Files.newInputStream(file), digest)) {
      input.transferTo(OutputStream.nullOutputStream());
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    if (!actual.equals(manifest.sha256())) {
      throw new IOException(
          file + " has SHA-256 " + actual + ", its manifest says " + manifest.sha256());
    }
    return manifest;
  }

  private Manifest manifest() throws IOException {
    try {
      return JSON.readValue(Files.readString(manifestFile()), Manifest.class);
    } catch (JacksonException e) {
      throw new IOException(manifestFile() + " is no manifest: " + e.getOriginalMessage(), e);
    }
  }

  /** Deletes the file, then its manifest; whichever is there. */
  void delete() throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(manifestFile());
  }

  InputStream csv() throws IOException {
    return new GZIPInputStream(Files.newInputStream(file), 1 << 16);
  }

  private Path manifestFile() {
    return file.resolveSibling(
        file.getFileName().toString().replaceFirst("\\.csv\\.gz$", "") + ".manifest.json");
  }

  private static void moveIntoPlace(Path partial, Path whole) throws IOException {
    try (var channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(partial, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    @Nullable Path parent = whole.toAbsolutePath().getParent();
    if (parent != null) {
      try (var directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** PostgreSQL's driver closes what it writes to; the file wants its end written first. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
