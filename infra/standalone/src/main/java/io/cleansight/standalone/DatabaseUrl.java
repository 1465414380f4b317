package io.cleansight.standalone;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An address as the first system took it, {@code postgresql://user:password@host:port/database}.
 */
record DatabaseUrl(String jdbcUrl, String user, String password) {

  static DatabaseUrl parse(String text) throws CannotStartException {
    try {
      var uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme());
      boolean postgres = scheme.equals("postgresql") || scheme.equals("postgres");
      if (!postgres
          || uri.getHost() == null
          || uri.getPath() == null
          || uri.getPath().length() < 2) {
        throw wrong();
      }
      String[] login = String.valueOf(uri.getRawUserInfo()).split(":", 2);
      String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
      return new DatabaseUrl(
          "jdbc:postgresql://" + uri.getHost() + port + uri.getPath(),
          uri.getRawUserInfo() == null ? "postgres" : decode(login[0]),
          login.length == 2 ? decode(login[1]) : "");
    } catch (URISyntaxException e) {
      throw wrong();
    }
  }

  Map<String, String> environment() {
    return Map.of(
        "DATABASE_JDBC_URL", jdbcUrl, "DATABASE_USERNAME", user, "DATABASE_PASSWORD", password);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return jdbcUrl;
  }

  private static CannotStartException wrong() {
    return new CannotStartException(
        "DATABASE_URL must be postgresql://user:password@host:port/database");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
