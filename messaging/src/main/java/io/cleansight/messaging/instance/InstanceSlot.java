package io.cleansight.messaging.instance;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lowest number that no other process of the service on this host has, held by a lock on a file
 * for the life of this process: one that is killed frees it, and its successor takes it again.
 */
final class InstanceSlot {
  private static final Logger log = LoggerFactory.getLogger(InstanceSlot.class);
  private static final int MOST = 1000;

  /** Files of a temporary directory that nobody touches for days are swept away. */
  private static final Duration TOUCH = Duration.ofHours(1);

  /** Never closed: the system frees a lock when its process ends, however it ends. */
  private static final Set<FileChannel> HELD = ConcurrentHashMap.newKeySet();

  private InstanceSlot() {}

  /**
   * Takes the lowest free number. A second call takes another.
   *
   * @param folder shared by all users of this host, made if absent
   */
  static int take(Path folder, String service) throws IOException {
    makeShared(folder);
    for (int slot = 0; slot < MOST; slot++) {
      if (hold(folder.resolve(service + "-" + slot + ".lock"))) {
        return slot;
      }
    }
    throw new IOException(MOST + " processes of " + service + " hold a lock in " + folder);
  }

  private static void makeShared(Path folder) throws IOException {
    try {
      Files.createDirectory(folder);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    } catch (FileAlreadyExistsException there) {
      log.debug("{} is there", there.getFile());
    }
  }

  private static boolean hold(Path file) throws IOException {
    FileChannel channel = open(file);
    if (channel == null) {
      return false;
    }
    try {
      if (channel.tryLock() != null) {
        HELD.add(channel);
        Thread.ofVirtual().name("instance-slot").start(() -> touch(file));
        return true;
      }
    } catch (OverlappingFileLockException e) {
      log.debug("{} is held by this process already", file);
    }
    channel.close();
    return false;
  }

  /** Null if the file is another user's. */
  private static @Nullable FileChannel open(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (AccessDeniedException e) {
      log.debug("{} is another user's", e.getFile());
      return null;
    }
  }

  private static void touch(Path file) {
    try {
      while (true) {
        Thread.sleep(TOUCH);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("{} is gone; a second process on this host may take this one's name", file, e);
    }
  }
}
