package io.cleansight.standalone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** Secrets of this installation: made when they are first asked for, kept with the data. */
final class KeptSecrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final Path folder;

  KeptSecrets(RunLayout layout) {
    this.folder = layout.pids();
  }

  /** In letters, digits, dashes and underscores. */
  static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * What is kept under that name.
   *
   * @param made what it is if there is nothing yet
   */
  String get(String name, String made) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      set(name, made);
    }
    return Files.readString(file).strip();
  }

  /** The password of a server of ours. */
  String password(String login) throws IOException {
    return get("password-" + login, random());
  }

  /** For the owner alone, and whole or not at all. */
  void set(String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path draft =
        Files.createTempFile(
            folder,
            name,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(
        draft,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }
}
