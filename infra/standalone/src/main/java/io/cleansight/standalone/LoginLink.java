package io.cleansight.standalone;

import io.cleansight.sourcekey.SourceKeyset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * How the one person at this machine gets in: by an address whose token opens one session. Of the
 * token a hash is kept until it is used; the key that signs sessions is kept with the data.
 */
final class LoginLink {
  private static final String LINK = "link";

  private final RunLayout layout;
  private final KeptSecrets secrets;

  LoginLink(RunLayout layout) {
    this.layout = layout;
    this.secrets = new KeptSecrets(layout);
  }

  /** What query-api needs to know. */
  Map<String, String> environment() throws IOException {
    return Map.of(
        "QUERY_SESSION_KEY", secrets.get("session-key", KeptSecrets.random()),
        "QUERY_LINK_FILE", link().toString(),
        "CAMERA_PUBLIC_KEY", SourceKeyset.parse(cameraPrivateKey()).publicKey().toString());
  }

  /**
   * A new address, of the live page, as a line that was just started has no shift to report yet;
   * the one before opens nothing any more.
   */
  String newAddress() throws IOException {
    String token = KeptSecrets.random();
    secrets.set(LINK, sha256(token));
    return layout.address() + "live.html#token=" + token;
  }

  private Path link() {
    return layout.pids().resolve(LINK);
  }

  /** Decrypts the sources of cameras that people add; for capture-service alone. */
  String cameraPrivateKey() throws IOException {
    return secrets.get("camera-private-key", SourceKeyset.generate().secret());
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
