package io.cleansight.persistence.recording;

import static java.time.ZoneOffset.UTC;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Segment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;

/**
 * A file of a run that is being written: its init data, then fragments as they come. Only what was
 * added whole counts: after trouble with the disk the same segment may be added again.
 */
@NotThreadSafe
final class Draft implements AutoCloseable {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE.withZone(UTC);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HHmmss.SSS").withZone(UTC);

  private final Run run;
  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final List<Fragment> fragments = new ArrayList<>();
  private long length;
  private boolean kept;

  /** A fragment in the file; times count microseconds. */
  record Fragment(
      long sequence, long offset, int bytes, Instant from, Instant to, boolean keyFrame) {
    private String json() {
      return "[%d,%d,%d,%d,%d,%d]"
          .formatted(sequence, offset, bytes, micros(from), micros(to), keyFrame ? 1 : 0);
    }
  }

  private Draft(Run run, Path file, FileChannel channel) {
    this.run = run;
    this.file = file;
    this.channel = channel;
    this.digest = sha256();
  }

  static Draft begin(Run run, Path folder) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve(run.cameraId() + "-" + UUID.randomUUID()),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new Draft(run.kept(), file, FileChannel.open(file, StandardOpenOption.WRITE));
  }

  boolean isOf(Run other) {
    return run.equals(other);
  }

  Run run() {
    return run;
  }

  /** Whether a segment of the run goes on after what is there. */
  boolean goesOn(long sequence) {
    return fragments.isEmpty() || sequence > fragments.getLast().sequence();
  }

  void add(Segment segment) throws IOException {
    if (length == 0) {
      append(run.init().duplicate());
    }
    long offset = length;
    append(segment.getFragment().duplicate());
    fragments.add(
        new Fragment(
            segment.getSequence(),
            offset,
            (int) (length - offset),
            segment.getFirstCapturedAt(),
            segment.getLastCapturedAt(),
            segment.getKeyFrame()));
  }

  private void append(ByteBuffer bytes) throws IOException {
    ByteBuffer written = bytes.duplicate();
    long at = length;
    while (written.hasRemaining()) {
      at += channel.write(written, at);
    }
    digest.update(bytes);
    length = at;
  }

  long length() {
    return length;
  }

  boolean isEmpty() {
    return fragments.isEmpty();
  }

  Path file() {
    return file;
  }

  /** Whether its store has it. */
  boolean isKept() {
    return kept;
  }

  void kept() {
    kept = true;
  }

  /** What is in it, for the index. Nothing may be added after that. */
  Recording recording(String store) {
    return new Recording(
        Ids.recording(run.cameraId(), run.epoch(), run.generation(), first().sequence()),
        run,
        first().sequence(),
        last().sequence(),
        first().from(),
        last().to(),
        "[" + String.join(",", fragments.stream().map(Fragment::json).toList()) + "]",
        store,
        path(),
        length,
        hash());
  }

  /** Follows from what is in it: written again after a crash, it is the same. */
  private String path() {
    return "recordings/%s/%s/%s-%d-%d-%d-%d.mp4"
        .formatted(
            run.cameraId(),
            DAY.format(first().from()),
            TIME.format(first().from()),
            micros(run.epoch()),
            run.generation(),
            first().sequence(),
            last().sequence());
  }

  private Fragment first() {
    return fragments.getFirst();
  }

  private Fragment last() {
    return fragments.getLast();
  }

  private String hash() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of Java can be cloned", e);
    }
  }

  private static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** And deletes what its store has not taken. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
