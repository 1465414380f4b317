package io.cleansight.query.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
 * how many such tokens. Threads: any.
 */
@Component
class IssuerTokens {
  private static final Duration KEPT = Duration.ofMinutes(15);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration OUTAGE = Duration.ofHours(4);
  private static final int LARGEST = 256 * 1024;
  private static final int LONGEST_SUBJECT = 200;
  private static final String EVERY_CAMERA = "*";

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
            ? NimbusJwtDecoder.withJwkSource(
                    JWKSourceBuilder.create(new KeySet(settings.issuer(), json))
                        .cache(KEPT.toMillis(), PATIENCE.toMillis())
                        .refreshAheadCache(false)
                        .rateLimited(PAUSE.toMillis())
                        .outageTolerant(OUTAGE.toMillis())
                        .build())
                .jwsAlgorithms(all -> all.addAll(List.of(SignatureAlgorithm.values())))
                .build()
            : NimbusJwtDecoder.withPublicKey(publicKey(settings)).build();
    OAuth2TokenValidator<Jwt> ofIssuer = new JwtIssuerValidator(settings.issuer());
    OAuth2TokenValidator<Jwt> forUs =
        new JwtClaimValidator<Collection<String>>(
            JwtClaimNames.AUD,
            audience -> audience != null && audience.contains(settings.audience()));
    decoder.setJwtValidator(JwtValidators.createDefaultWithValidators(List.of(ofIssuer, forUs)));
    return decoder;
  }

  private static RSAPublicKey publicKey(AccessProperties.Tokens settings) throws IOException {
    try (InputStream pem = Files.newInputStream(settings.publicKey())) {
      return RsaKeyConverters.x509().convert(pem);
    }
  }

  /**
   * Whom the token is for.
   *
   * @throws InvalidBearerTokenException if it is none of the issuer's for us, or names no role
   * @throws IssuerAwayException if the issuer's keys cannot be had
   */
  Caller caller(String token) {
    if (settings == null || decoder == null) {
      throw new InvalidBearerTokenException("bearer tokens are not taken here");
    }
    try {
      return caller(decoder.decode(token), settings);
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
    @Nullable String subject = token.getSubject();
    if (subject == null
        || subject.isBlank()
        || subject.length() > LONGEST_SUBJECT
        || subject.chars().anyMatch(Character::isISOControl)) {
      throw new InvalidBearerTokenException(
          "the claim sub must have 1 to " + LONGEST_SUBJECT + " characters");
    }
    Set<String> names = names(token.getClaims(), settings.roleClaim());
    Role role =
        Arrays.stream(Role.values())
            .filter(it -> called(it, settings).stream().anyMatch(names::contains))
            .max(Comparator.naturalOrder())
            .orElseThrow(
                () ->
                    new InvalidBearerTokenException(
                        "the claim " + settings.roleClaim() + " names no role of this service"));
    Set<String> cameras = names(token.getClaims(), settings.camerasClaim());
    return Caller.ofToken(subject, role, cameras.contains(EVERY_CAMERA) ? null : cameras);
  }

  private static Set<String> called(Role role, AccessProperties.Tokens settings) {
    return settings.roles().isEmpty()
        ? Set.of(role.name().toLowerCase(Locale.ROOT))
        : settings.roles().getOrDefault(role, Set.of());
  }

  /** What a claim holds, be it one text or several; of nothing else anything. */
  private static Set<String> names(Map<String, Object> claims, String path) {
    @Nullable Object found = claims;
    for (String step : claims.containsKey(path) ? List.of(path) : List.of(path.split("\\."))) {
      found = found instanceof Map<?, ?> inner ? inner.get(step) : null;
    }
    return switch (found) {
      case String name -> Set.of(name);
      case Collection<?> several ->
          several.stream()
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .collect(Collectors.toUnmodifiableSet());
      case null, default -> Set.of();
    };
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
