package io.cleansight.standalone;

import io.cleansight.sourcekey.SourceKeyset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

/**
 * How the one person at this machine gets in: by an address whose token opens one session. Of the
 * token a hash is kept until it is used; the key that signs sessions is kept with the data.
 */
final class Door {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  private final Ground ground;

  Door(Ground ground) {
    this.ground = ground;
  }

  /** What query-api needs to know. */
  Map<String, String> environment() throws IOException {
    return Map.of(
        "QUERY_SESSION_KEY", kept("session-key", random()),
        "QUERY_LINK_FILE", link().toString(),
        "CAMERA_PUBLIC_KEY", SourceKeyset.parse(cameraPrivateKey()).publicKey().toString());
  }

  /** A new address; the one before opens nothing any more. */
  String newAddress() throws IOException {
    String token = random();
    write(link(), sha256(token));
    return ground.address() + "#token=" + token;
  }

  private Path link() {
    return ground.pids().resolve("link");
  }

  /** Decrypts the sources of cameras that people add; for capture-service alone. */
  String cameraPrivateKey() throws IOException {
    return kept("camera-private-key", SourceKeyset.generate().secret());
  }

  /** What the file holds, which is made with the first call. */
  private String kept(String name, String made) throws IOException {
    Path file = ground.pids().resolve(name);
    if (!Files.exists(file)) {
      write(file, made);
    }
    return Files.readString(file).strip();
  }

  /** For the owner alone, and whole or not at all. */
  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft =
        Files.createTempFile(
            file.getParent(),
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }
}
