package io.cleansight.query.access;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/**
 * Sessions as signed tokens: any instance with the same key knows them, none keeps them. They say
 * whom they are for; what that one may is asked of the accounts each time, so who was removed or
 * has another password has no session any more.
 */
@Component
class Sessions {
  private static final String ISSUER = "cleansight";

  /** Which password it was opened with, or by the link. */
  private static final String OPENED_BY = "opened_by";

  private static final String LINK = "link";

  /** Which password somebody has logged in with before in that browser. */
  private static final String BROWSER_OF = "browser_of";

  static final Duration BROWSER_LENGTH = Duration.ofDays(180);

  private final AccessProperties settings;
  private final Accounts accounts;
  private final AccountActivityPublisher activity;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;
  private final Clock clock;

  Sessions(
      AccessProperties settings,
      Accounts accounts,
      AccountActivityPublisher activity,
      Clock clock) {
    this.accounts = accounts;
    this.activity = activity;
    String given = settings.sessionKey();
    String secret = given == null ? Secrets.random() : given;
    SecretKey key =
        new SecretKeySpec(Secrets.sha256(secret).getBytes(StandardCharsets.US_ASCII), "HmacSHA256");
    this.settings = settings;
    this.encoder = new NimbusJwtEncoder(new ImmutableSecret<>(key));
    this.decoder = NimbusJwtDecoder.withSecretKey(key).macAlgorithm(MacAlgorithm.HS256).build();
    this.clock = clock;
  }

  Duration length() {
    return settings.sessionLength();
  }

  /** A session of whoever came by the link. */
  String open() {
    return open(linked().name(), LINK);
  }

  /** A session of that user. */
  String open(Account user) {
    return open(user.name(), user.credentialsMark());
  }

  private String open(String name, String openedBy) {
    Instant now = clock.instant();
    return signed(
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .subject(name)
            .issuedAt(now)
            .expiresAt(now.plus(length()))
            .claim(OPENED_BY, openedBy)
            .build());
  }

  /** A token that says that this user has logged in with that browser before. It opens nothing. */
  String browser(Account user) {
    Instant now = clock.instant();
    return signed(
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .id(Secrets.random())
            .issuedAt(now)
            .expiresAt(now.plus(BROWSER_LENGTH))
            .claim(BROWSER_OF, user.credentialsMark())
            .build());
  }

  /** Which browser of the user sent that token; empty if it is none of theirs. */
  Optional<String> browserOf(Account user, @Nullable String token) {
    if (token == null) {
      return Optional.empty();
    }
    try {
      Jwt browser = decoder.decode(token);
      return user.credentialsMark().equals(browser.getClaimAsString(BROWSER_OF))
          ? Optional.ofNullable(browser.getId())
          : Optional.empty();
    } catch (JwtException e) {
      return Optional.empty(); // as good as none
    }
  }

  private String signed(JwtClaimsSet claims) {
    return encoder
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }

  /** Who comes by the link. */
  Caller linked() {
    return Caller.ofLink(settings.linkRole());
  }

  /**
   * Whom a session is for.
   *
   * @throws JwtException if it is none of ours, or over
   * @throws IllegalArgumentException if nobody is that any more
   */
  Caller callerOf(String token) {
    Jwt session = decoder.decode(token);
    String openedBy = session.getClaimAsString(OPENED_BY);
    if (LINK.equals(openedBy) && settings.linkFile() != null) {
      return linked();
    }
    return Optional.ofNullable(session.getSubject())
        .flatMap(name -> accounts.user(name, clock.instant()))
        .filter(user -> Secrets.same(user.credentialsMark(), String.valueOf(openedBy)))
        .map(
            user -> {
              activity.used(user);
              return user.caller();
            })
        .orElseThrow(() -> new IllegalArgumentException("the session is of nobody any more"));
  }
}
