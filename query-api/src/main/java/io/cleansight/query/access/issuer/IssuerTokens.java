package io.cleansight.query.access.issuer;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Callers by the bearer tokens of one issuer. Its key set is kept for {@link #KEPT}, and where a
 * token names a key that is not in it, fetched anew at most twice in {@link #PAUSE}, whoever sends
 * how many such tokens.
 */
@Component
@ThreadSafe
public class IssuerTokens {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final int LARGEST = 256 * 1024;

  private final AccessProperties.@Nullable Tokens settings;
  private final @Nullable JwtDecoder decoder;

  IssuerTokens(AccessProperties settings, JsonMapper json) throws IOException {
    this.settings = settings.tokens();
    this.decoder = this.settings == null ? null : decoder(this.settings, json);
  }

  private static JwtDecoder decoder(AccessProperties.Tokens settings, JsonMapper json)
      throws IOException {
    NimbusJwtDecoder decoder =
        settings.publicKey() == null
            ? decoder(settings.issuer(), json)
            : NimbusJwtDecoder.withPublicKey(publicKey(settings)).build();
    OAuth2TokenValidator<Jwt> ofIssuer = new JwtIssuerValidator(settings.issuer());
    OAuth2TokenValidator<Jwt> forUs =
        new JwtClaimValidator<Collection<String>>(
            JwtClaimNames.AUD,
            audience -> audience != null && audience.contains(settings.audience()));
    decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(ofIssuer, forUs)));
    return decoder;
  }

  /**
   * Of whatever the issuer has signed, and nothing else: what a token says is to be checked, too.
   */
  static NimbusJwtDecoder decoder(String issuer, JsonMapper json) {
    return NimbusJwtDecoder.withJwkSource(
            JWKSourceBuilder.create(new KeySet(issuer, json))
                .cache(KEPT.toMillis(), PATIENCE.toMillis())
                .refreshAheadCache(false)
                .rateLimited(PAUSE.toMillis())
                .outageTolerant(OUTAGE.toMillis())
                .build())
        .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
        .build();
  }

  private static RSAPublicKey publicKey(AccessProperties.Tokens settings) throws IOException {
    try (InputStream pem = Files.newInputStream(settings.publicKey())) {
      return RsaKeyConverters.x509().convert(pem);
    }
  }

  /**
   * Whom a token is for.
   *
   * @param expiresAt null: it does not say
   */
  public record Known(Caller caller, @Nullable Instant expiresAt) {}

  /**
   * Whom the token is for.
   *
   * @throws InvalidBearerTokenException if it is none of the issuer's for us, or names no role
   * @throws IssuerAwayException if the issuer's keys cannot be had
   */
  public Known caller(String token) {
    if (settings == null || decoder == null) {
      throw new InvalidBearerTokenException("bearer tokens are not taken here");
    }
    try {
      Jwt whole = decoder.decode(token);
      return new Known(caller(whole, settings), whole.getExpiresAt());
    } catch (BadJwtException e) {
      throw new InvalidBearerTokenException(String.valueOf(e.getMessage()), e);
    } catch (JwtException e) {
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof RateLimitReachedException) {
        throw new InvalidBearerTokenException("the token's key is not known", e);
      }
      throw new IssuerAwayException(e);
    }
  }

  private static Caller caller(Jwt token, AccessProperties.Tokens settings) {
    var claims =
        new IssuerClaims(
            JwtClaimNames.SUB, settings.roleClaim(), settings.roles(), settings.camerasClaim());
    try {
      return claims.caller("token:", token.getClaims());
    } catch (IllegalArgumentException e) {
      throw new InvalidBearerTokenException(String.valueOf(e.getMessage()), e);
    }
  }

  /** The issuer's key set, from where its configuration says. */
  private record KeySet(String issuer, JsonMapper json) implements JWKSetSource<SecurityContext> {
    private static final DefaultResourceRetriever WEB =
        new DefaultResourceRetriever((int) PATIENCE.toMillis(), (int) PATIENCE.toMillis(), LARGEST);

    @Override
    public JWKSet getJWKSet(
        JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
        throws KeySourceException {
      try {
        JsonNode configuration =
            json.readTree(
                fetch(issuer.replaceAll("/+$", "") + "/.well-known/openid-configuration"));
        if (!issuer.equals(configuration.path("issuer").asString(""))) {
          throw new JWKSetUnavailableException(issuer + " says that it is another issuer");
        }
        return JWKSet.parse(fetch(configuration.path("jwks_uri").asString("")));
      } catch (IOException | ParseException | JacksonException | IllegalArgumentException e) {
        throw new JWKSetUnavailableException("the keys of " + issuer + " cannot be had", e);
      }
    }

    private static String fetch(String address) throws IOException {
      return WEB.retrieveResource(URI.create(address).toURL()).getContent();
    }

    @Override
    public void close() {
      // holds nothing open
    }
  }
}
