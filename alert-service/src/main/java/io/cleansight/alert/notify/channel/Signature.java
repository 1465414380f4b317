package io.cleansight.alert.notify.channel;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 in the forms that receivers check. */
final class Signature {
  private static final String ALGORITHM = "HmacSHA256";

  private Signature() {}

  static String hex(String secret, String text) {
    return HexFormat.of().formatHex(hmac(secret, text));
  }

  static String base64(String secret, String text) {
    return Base64.getEncoder().encodeToString(hmac(secret, text));
  }

  private static byte[] hmac(String secret, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }
}
