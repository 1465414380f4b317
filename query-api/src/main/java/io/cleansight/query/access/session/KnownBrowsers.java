package io.cleansight.query.access.session;

import io.cleansight.query.access.Cookies;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.account.Account;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * Tells a browser in which somebody has logged in before from those of whoever guesses at their
 * password, by a cookie that opens nothing: see {@link Passwords}.
 */
@Component
class KnownBrowsers {
  static final String COOKIE = "cleansight_browser";

  /** Which password somebody has logged in with before in that browser. */
  private static final String BROWSER_OF = "browser_of";

  private static final Duration LENGTH = Duration.ofDays(180);

  private final SignedTokens tokens;
  private final Clock clock;

  KnownBrowsers(SignedTokens tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** A header {@code Set-Cookie}: this user has logged in with that browser. */
  String cookie(Account user, HttpServletRequest request) {
    Instant now = clock.instant();
    String token =
        tokens.sign(
            JwtClaimsSet.builder()
                .issuer(Sessions.ISSUER)
                .id(Secrets.random())
                .issuedAt(now)
                .expiresAt(now.plus(LENGTH))
                .claim(BROWSER_OF, user.credentialsMark())
                .build());
    return Cookies.set(COOKIE, token, LENGTH, request);
  }

  /** Which browser of the user sent a request; empty if it is none of theirs. */
  Optional<String> find(Account user, HttpServletRequest request) {
    String token = Cookies.value(COOKIE, request);
    if (token == null) {
      return Optional.empty();
    }
    try {
      Jwt browser = tokens.read(token);
      return user.credentialsMark().equals(browser.getClaimAsString(BROWSER_OF))
          ? Optional.ofNullable(browser.getId())
          : Optional.empty();
    } catch (JwtException e) {
      return Optional.empty(); // as good as none
    }
  }
}
