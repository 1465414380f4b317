package io.cleansight.query.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Hashes of secrets. Those of machines are long and random, so a plain hash is enough; passwords
 * are not.
 */
public final class Secrets {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;
  public static final int SHORTEST_PASSWORD = 12;

  /** bcrypt reads no further. */
  public static final int LONGEST_PASSWORD = 72;

  private static final PasswordEncoder PASSWORDS =
      PasswordEncoderFactories.createDelegatingPasswordEncoder();

  private Secrets() {}

  /** 256 bits of chance, for a URL. */
  public static String random() {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Hexadecimal. */
  public static String sha256(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JVM has it
    }
  }

  /** Whether it may be somebody's password: 12 characters at least, 72 bytes of UTF-8 at most. */
  public static boolean mayBePassword(String password) {
    return password.length() >= SHORTEST_PASSWORD
        && password.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PASSWORD;
  }

  /** As {@link #isPassword} reads it; slow on purpose. At most 72 bytes of UTF-8. */
  public static String hashedPassword(String password) {
    return PASSWORDS.encode(password);
  }

  /** Whether the password is that one; takes as long if not. */
  public static boolean isPassword(String password, String hashed) {
    return PASSWORDS.matches(password, hashed);
  }

  /** Takes as long whether they are the same or not. */
  public static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
