package io.cleansight.sourcekey;

import com.google.crypto.tink.HybridEncrypt;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import net.jcip.annotations.ThreadSafe;

/**
 * Encrypts cameras' sources for whoever has the {@link SourceKeyset}; cannot decrypt them. HPKE
 * (RFC 9180: X25519, HKDF-SHA256, AES-256-GCM) by Tink.
 */
@ThreadSafe
public final class SourcePublicKey {
  private final HybridEncrypt encrypt;
  private final KeysetHandle keys;

  /**
   * @param text a keyset without secrets in Base64, as {@link SourceKeyset#publicKey} writes it
   * @throws IllegalArgumentException if it is none; the message does not hold it
   */
  public SourcePublicKey(String text) {
    try {
      this.keys =
          TinkProtoKeysetFormat.parseKeysetWithoutSecret(
              Base64.getDecoder().decode(text.strip()), SourceKeyset.CONFIGURATION);
      this.encrypt = keys.getPrimitive(SourceKeyset.CONFIGURATION, HybridEncrypt.class);
    } catch (GeneralSecurityException | IllegalArgumentException none) { // may quote the key
      throw new IllegalArgumentException(
          "the public key for cameras' sources (CAMERA_PUBLIC_KEY) is none: `capture-service keys"
              + " new` prints one");
    }
  }

  /**
   * The address encrypted, in Base64; of one camera only, so that it cannot be moved to another.
   */
  public String encrypt(String address, String cameraId) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              encrypt.encrypt(
                  address.getBytes(StandardCharsets.UTF_8), SourceKeyset.context(cameraId)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JVM has the algorithms
    }
  }

  @Override
  public String toString() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              TinkProtoKeysetFormat.serializeKeysetWithoutSecret(keys, SourceKeyset.CONFIGURATION));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // it was read without one
    }
  }
}
