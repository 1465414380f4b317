package io.cleansight.sourcekey;

import com.google.crypto.tink.Configuration;
import com.google.crypto.tink.HybridDecrypt;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.hybrid.HpkeParameters;
import com.google.crypto.tink.hybrid.HybridConfig2026;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import net.jcip.annotations.ThreadSafe;

/**
 * The private keys for cameras' sources: the primary one, for which new sources are encrypted, and
 * those before it, by which older ones can still be read. For capture-service alone.
 */
@ThreadSafe
public final class SourceKeyset {
  static final Configuration CONFIGURATION = HybridConfig2026.get();
  private static final HpkeParameters ALGORITHM = algorithm();

  /** A ciphertext begins with a byte of version and the id of its key. */
  private static final int PREFIX_BYTES = 5;

  private final KeysetHandle keys;
  private final HybridDecrypt decrypt;

  private SourceKeyset(KeysetHandle keys) throws GeneralSecurityException {
    this.keys = keys;
    this.decrypt = keys.getPrimitive(CONFIGURATION, HybridDecrypt.class);
  }

  /** A keyset with one new key. */
  public static SourceKeyset generate() {
    try {
      return new SourceKeyset(build(KeysetHandle.newBuilder().addEntry(newKey().makePrimary())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JVM has the algorithms
    }
  }

  /**
   * The keyset in {@code text}.
   *
   * @param text in Base64, as {@link #secret} writes it
   * @throws IllegalArgumentException if it is none; the message does not hold it
   */
  public static SourceKeyset parse(String text) {
    try {
      return new SourceKeyset(
          TinkProtoKeysetFormat.parseKeyset(
              Base64.getDecoder().decode(text.strip()),
              InsecureSecretKeyAccess.get(),
              CONFIGURATION));
    } catch (GeneralSecurityException | IllegalArgumentException none) { // may quote the key
      throw new IllegalArgumentException(
          "the private key for cameras' sources (CAMERA_PRIVATE_KEY) is none: `capture-service"
              + " keys new` prints one");
    }
  }

  /** With one key more, the primary from now on; what the others encrypted can still be read. */
  public SourceKeyset rotated() {
    try {
      return new SourceKeyset(
          build(KeysetHandle.newBuilder(keys).addEntry(newKey().makePrimary())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JVM has the algorithms
    }
  }

  /** With the primary key alone: what others encrypted can no longer be read. */
  public SourceKeyset primaryOnly() {
    try {
      var primary = keys.getPrimary();
      return new SourceKeyset(
          KeysetHandle.newBuilder()
              .addEntry(
                  KeysetHandle.importKey(primary.getKey())
                      .withFixedId(primary.getId())
                      .makePrimary())
              .build());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // it has its primary key
    }
  }

  /** The address; empty if it was not encrypted for that camera and one of these keys. */
  public Optional<String> decrypt(String encrypted, String cameraId) {
    try {
      return Optional.of(
          new String(
              decrypt.decrypt(Base64.getDecoder().decode(encrypted), context(cameraId)),
              StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException notForUs) {
      return Optional.empty();
    }
  }

  /** Whether it was encrypted for the primary key. */
  public boolean isCurrent(String encrypted) {
    OptionalInt id = keyId(encrypted);
    return id.isPresent() && id.getAsInt() == keys.getPrimary().getId();
  }

  /** The id of the key that it was encrypted for; empty if it is no ciphertext. */
  public static OptionalInt keyId(String encrypted) {
    try {
      byte[] bytes = Base64.getDecoder().decode(encrypted);
      return bytes.length < PREFIX_BYTES
          ? OptionalInt.empty()
          : OptionalInt.of(ByteBuffer.wrap(bytes).getInt(1));
    } catch (IllegalArgumentException noBase64) {
      return OptionalInt.empty();
    }
  }

  /** The ids of its keys, the primary one first. */
  public List<Integer> ids() {
    int primary = keys.getPrimary().getId();
    return IntStream.concat(
            IntStream.of(primary),
            IntStream.range(0, keys.size())
                .map(it -> keys.getAt(it).getId())
                .filter(it -> it != primary))
        .boxed()
        .toList();
  }

  /** For query-api. */
  public SourcePublicKey publicKey() {
    try {
      return new SourcePublicKey(
          Base64.getEncoder()
              .encodeToString(
                  TinkProtoKeysetFormat.serializeKeysetWithoutSecret(
                      keys.getPublicKeysetHandle(), CONFIGURATION)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every private key has its public one
    }
  }

  /** The whole keyset in Base64, secret. */
  public String secret() {
    try {
      return Base64.getEncoder()
          .encodeToString(
              TinkProtoKeysetFormat.serializeKeyset(
                  keys, InsecureSecretKeyAccess.get(), CONFIGURATION));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // access is given
    }
  }

  private static KeysetHandle build(KeysetHandle.Builder builder) throws GeneralSecurityException {
    return builder.setConfiguration(CONFIGURATION).build();
  }

  static byte[] context(String cameraId) {
    return ("cleansight camera source " + cameraId).getBytes(StandardCharsets.UTF_8);
  }

  private static KeysetHandle.Builder.Entry newKey() {
    return KeysetHandle.generateEntryFromParameters(ALGORITHM).withRandomId();
  }

  private static HpkeParameters algorithm() {
    try {
      return HpkeParameters.builder()
          .setKemId(HpkeParameters.KemId.DHKEM_X25519_HKDF_SHA256)
          .setKdfId(HpkeParameters.KdfId.HKDF_SHA256)
          .setAeadId(HpkeParameters.AeadId.AES_256_GCM)
          .setVariant(HpkeParameters.Variant.TINK)
          .build();
    } catch (GeneralSecurityException e) {
      throw new ExceptionInInitializerError(e);
    }
  }
}
