package io.cleansight.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keeps a secret on its way through topics and tables: AES-256 in GCM, bound to what it is the
 * secret of, so that it cannot be moved to another camera. Threads: any.
 */
public final class Seal {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;

  /**
   * @param key 32 bytes in Base64
   * @throws IllegalArgumentException if it is not; the message does not hold it
   */
  public Seal(String key) {
    this.key = new SecretKeySpec(bytes(key), "AES");
  }

  private static byte[] bytes(String key) {
    try {
      byte[] bytes = Base64.getDecoder().decode(key.strip());
      if (bytes.length == KEY_BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException noBase64) {
      throw wrong();
    }
    throw wrong();
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "the key that seals cameras' sources (CAMERA_KEY) is not 32 bytes in Base64");
  }

  /**
   * @param owner of what it is the secret
   */
  public String close(String secret, String owner) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, owner)
              .doFinal(secret.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(
              ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JVM has the cipher
    }
  }

  /** The secret; empty if it was sealed with another key, for another owner, or by nobody. */
  public Optional<String> open(String sealed, String owner) {
    try {
      byte[] bytes = Base64.getDecoder().decode(sealed);
      if (bytes.length <= NONCE_BYTES) {
        return Optional.empty();
      }
      var nonce = new byte[NONCE_BYTES];
      ByteBuffer.wrap(bytes).get(nonce);
      byte[] secret =
          cipher(Cipher.DECRYPT_MODE, nonce, owner)
              .doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
      return Optional.of(new String(secret, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String owner) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
