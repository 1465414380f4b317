import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes Cleansight's webhooks and prints each once, if it was signed with our secret and not long
 * ago: {@code WEBHOOK_SECRET=… java examples/webhook/WebhookReceiver.java 9000}. Needs nothing but
 * a JDK.
 */
class WebhookReceiver {
  private static final Pattern SIGNATURE = Pattern.compile("t=(\\d{1,11}),v1=([0-9a-f]{64})");
  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final int LONGEST = 4 << 20;

  /**
   * What was taken last. Yours belongs into the database, in the transaction that does what it
   * says.
   */
  private final Set<String> taken =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > 100_000;
                }
              }));

  void main(String[] args) throws IOException {
    var server =
        HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0])), 0);
    server.createContext("/", this::take);
    server.start();
    System.out.println("Listening on http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(LONGEST);
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      if (key == null
          || !isSigned(exchange.getRequestHeaders().getFirst("X-Cleansight-Signature"), body)) {
        exchange.sendResponseHeaders(
            401, -1); // it will be tried again: who has mended the secret gets it then
        return;
      }
      if (taken.add(key)) {
        System.out.println(key + " " + new String(body, StandardCharsets.UTF_8));
      }
      exchange.sendResponseHeaders(204, -1); // also where it was taken before
    }
  }

  private static boolean isSigned(String header, byte[] body) {
    Matcher signature = SIGNATURE.matcher(header == null ? "" : header);
    if (!signature.matches()) {
      return false;
    }
    Duration age =
        Duration.between(Instant.ofEpochSecond(Long.parseLong(signature.group(1))), Instant.now());
    byte[] told = HexFormat.of().parseHex(signature.group(2));
    // Compared in a time that does not tell how much of it is right.
    return age.abs().compareTo(WINDOW) <= 0
        && MessageDigest.isEqual(told, hmac(signature.group(1) + ".", body));
  }

  private static byte[] hmac(String before, byte[] body) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              System.getenv("WEBHOOK_SECRET").getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update(before.getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
