package io.cleansight.persistence.clip;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A clip that lies in a store.
 *
 * @param label what it says of itself
 * @param blurred the same with heads hidden; null: there is none
 */
record KeptClip(String store, ClipLabel label, Content plain, @Nullable Content blurred) {

  record Content(String path, String sha256, int bytes) {

    static Content of(String path, byte[] bytes) {
      return new Content(path, hash(bytes), bytes.length);
    }

    private static String hash(byte[] bytes) {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }
}
