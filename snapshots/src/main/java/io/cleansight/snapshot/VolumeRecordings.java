package io.cleansight.snapshot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Recordings in a directory, for the user alone that the services run as. */
final class VolumeRecordings implements RecordingFiles {
  static final String NAME = "volume";

  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rwx------");
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final String DRAFTS = ".drafts";

  /** A draft that nobody has added to for so long has been left behind. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private final Path root;
  private final Clock clock;

  VolumeRecordings(Path root, Clock clock) {
    this.root = root.toAbsolutePath().normalize();
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Path drafts() throws IOException {
    return directories(root.resolve(DRAFTS));
  }

  @Override
  public void keep(String path, Path draft) throws IOException {
    Path file = file(path);
    Path folder = directories(file.resolve("..").normalize());
    if (Files.exists(draft) || !Files.exists(file)) { // else it was moved by an earlier call
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    force(folder);
  }

  @Override
  public Optional<InputStream> read(String path, long offset, long length) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(file(path), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
    try {
      channel.position(offset);
      return Optional.of(new FirstBytes(Channels.newInputStream(channel), length));
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /** And of the folders that are empty then. */
  @Override
  public void remove(String path) throws IOException {
    Path file = file(path);
    Files.deleteIfExists(file);
    Path folder = file.getParent();
    while (folder != null && !folder.equals(root) && folder.startsWith(root)) {
      try {
        Files.deleteIfExists(folder);
      } catch (DirectoryNotEmptyException inUse) {
        return;
      }
      folder = folder.getParent();
    }
  }

  @Override
  public void tidy() throws IOException {
    Instant before = clock.instant().minus(LEFT_BEHIND);
    try (Stream<Path> drafts = Files.list(drafts())) {
      for (Path draft : drafts.toList()) {
        if (isOlder(draft, before)) {
          Files.deleteIfExists(draft);
        }
      }
    }
  }

  private static boolean isOlder(Path draft, Instant before) throws IOException {
    try {
      return Files.getLastModifiedTime(draft).toInstant().isBefore(before);
    } catch (NoSuchFileException kept) {
      return false;
    }
  }

  private Path file(String path) {
    List<String> parts = List.of(path.split("/", -1));
    if (!parts.stream().allMatch(it -> SEGMENT.matcher(it).matches())) {
      throw new IllegalArgumentException(path + " is no path of a recording");
    }
    Path file = root;
    for (String part : parts) {
      file = file.resolve(part);
    }
    return file;
  }

  private static Path directories(Path folder) throws IOException {
    return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
  }

  private static void force(Path folder) throws IOException {
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }
}
