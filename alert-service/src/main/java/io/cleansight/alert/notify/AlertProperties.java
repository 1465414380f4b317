package io.cleansight.alert.notify;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings under {@code alert}.
 *
 * @param redisUrl redis://[user:password@]host:port[/database], or rediss://… for TLS. A text, as
 *     whoever complains about a wrong address would show the password
 * @param redisCaFile PEM file of whom Redis' certificate must be signed by; null: whom the JVM
 *     trusts. The certificate must be for the host of the address
 */
@ConfigurationProperties("alert")
record AlertProperties(String redisUrl, @Nullable Path redisCaFile) {

  /**
   * @throws IllegalArgumentException if it is none, without saying it
   */
  URI redis() {
    try {
      var uri = new URI(redisUrl);
      boolean known = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw wrong(e.getReason());
    }
    throw wrong("of another form");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Redis at " + redis().getHost() + ":" + redis().getPort();
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(
        "REDIS_URL must be redis://[user:password@]host:port[/database] or rediss://…: " + why);
  }
}
