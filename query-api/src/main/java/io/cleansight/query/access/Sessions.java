package io.cleansight.query.access;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
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
 * whom they are for; what that one may is asked of the settings each time, so who was removed or
 * has another password has no session any more.
 */
@Component
class Sessions {
  private static final String ISSUER = "cleansight";

  /** Which password it was opened with, or by the link. */
  private static final String OPENED_BY = "opened_by";

  private static final String LINK = "link";

  private final AccessProperties settings;
  private final JwtEncoder encoder;
  private final JwtDecoder decoder;
  private final Clock clock;

  Sessions(AccessProperties settings, Clock clock) {
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
  String open(AccessProperties.User user) {
    return open(user.name(), mark(user));
  }

  private String open(String name, String openedBy) {
    Instant now = clock.instant();
    var claims =
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .subject(name)
            .issuedAt(now)
            .expiresAt(now.plus(length()))
            .claim(OPENED_BY, openedBy)
            .build();
    return encoder
        .encode(JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), claims))
        .getTokenValue();
  }

  private static String mark(AccessProperties.User user) {
    return Secrets.sha256(user.name() + " " + user.password());
  }

  /** Who comes by the link. */
  Caller linked() {
    return new Caller("laptop", settings.linkRole(), null);
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
    return settings.users().stream()
        .filter(user -> mark(user).equals(openedBy))
        .map(AccessProperties.User::caller)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the session is of nobody any more"));
  }

  /**
   * Whom an issuer's token is for.
   *
   * @throws IllegalArgumentException if it names no role of ours
   */
  static Caller caller(Jwt token, String roleClaim, String camerasClaim) {
    @Nullable String role = token.getClaimAsString(roleClaim);
    @Nullable List<String> cameras = token.getClaimAsStringList(camerasClaim);
    @Nullable String subject = token.getSubject();
    if (role == null || subject == null) {
      throw new IllegalArgumentException("the token needs the claims sub and " + roleClaim);
    }
    return new Caller(
        subject,
        Role.valueOf(role.toUpperCase(Locale.ROOT)),
        cameras == null ? null : new HashSet<>(cameras));
  }
}
