package io.cleansight.query.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.web.util.WebUtils;

/**
 * Cookies for this service alone. Over TLS, be it ended here or by a trusted proxy, they are Secure
 * and called {@code __Host-…}, which no other host and no plain connection can set (RFC 6265bis
 * 4.1.3.2).
 */
public final class Cookies {
  private Cookies() {}

  private static String name(String cookie, HttpServletRequest request) {
    return request.isSecure() ? "__Host-" + cookie : cookie;
  }

  /** What the browser sent; null: nothing. */
  public static @Nullable String value(String cookie, HttpServletRequest request) {
    Cookie sent = WebUtils.getCookie(request, name(cookie, request));
    return sent == null ? null : sent.getValue();
  }

  /** A header {@code Set-Cookie}. */
  public static String set(String cookie, String value, Duration age, HttpServletRequest request) {
    return set(cookie, value, age, "Strict", request);
  }

  /** The same of one that also comes with a browser that another site has sent here. */
  public static String setForReturn(
      String cookie, String value, Duration age, HttpServletRequest request) {
    return set(cookie, value, age, "Lax", request);
  }

  private static String set(
      String cookie, String value, Duration age, String sameSite, HttpServletRequest request) {
    return ResponseCookie.from(name(cookie, request), value)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite(sameSite)
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }
}
