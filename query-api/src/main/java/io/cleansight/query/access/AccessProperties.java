package io.cleansight.query.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.catalina.util.NetMask;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings under {@code query.access}. Without any of them nobody gets in: there is no default
 * password.
 *
 * @param users people, who log in with a password
 * @param apiKeys machines, which send {@code X-API-Key}
 * @param sessionKey signs sessions, 32 characters at least; absent: sessions end with the process
 * @param sessionLength how long a session lasts at most
 * @param sessionIdle how long a session lasts in which nobody does anything; what pages ask for by
 *     themselves is not doing something
 * @param linkFile holds the SHA-256 of a token that opens one session; removed by its use
 * @param linkRole whom that session is for
 * @param linkLength how long that token may be used
 * @param tokens whose bearer tokens are taken; absent: none are
 * @param login where people may log in instead of here; absent: nowhere
 * @param trustedProxies networks (as 10.1.2.0/24) of proxies whose X-Forwarded-For and
 *     X-Forwarded-Proto are believed; none: nobody's are
 * @param perMinute requests of one caller within a minute
 * @param loginsPerMinute attempts to log in from one address within a minute
 * @param guessesPerMinute refused attempts at one account within a minute, by browsers in which its
 *     owner has not logged in before
 * @param failuresPerMinute requests with a key or token that is none, from one address within a
 *     minute
 */
@Validated
@ConfigurationProperties("query.access")
public record AccessProperties(
    @DefaultValue List<@Valid User> users,
    @DefaultValue List<@Valid ApiKey> apiKeys,
    @Nullable String sessionKey,
    @DefaultValue("12h") Duration sessionLength,
    @DefaultValue("8h") Duration sessionIdle,
    @Nullable Path linkFile,
    @DefaultValue("admin") Role linkRole,
    @DefaultValue("10m") Duration linkLength,
    @Nullable @Valid Tokens tokens,
    @Nullable @Valid Login login,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("1200") @Min(1) @Max(1_000_000) int perMinute,
    @DefaultValue("10") @Min(1) @Max(1000) int loginsPerMinute,
    @DefaultValue("20") @Min(1) @Max(1000) int guessesPerMinute,
    @DefaultValue("30") @Min(1) @Max(1_000_000) int failuresPerMinute) {

  private static final int SHORTEST_KEY = 32;
  private static final Duration SHORTEST_IDLE = Duration.ofSeconds(1);

  public AccessProperties {
    if (sessionKey != null && sessionKey.isBlank()) {
      sessionKey = null;
    }
    if (sessionKey != null && sessionKey.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "query.access.session-key must have " + SHORTEST_KEY + " characters at least");
    }
    if (sessionIdle.compareTo(SHORTEST_IDLE) < 0 || sessionLength.compareTo(sessionIdle) < 0) {
      throw new IllegalArgumentException(
          "query.access.session-idle must be a second at least, and session-length not less");
    }
    if (linkFile != null && linkFile.toString().isBlank()) {
      linkFile = null;
    }
    for (String network : trustedProxies) {
      try {
        new NetMask(network);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "query.access.trusted-proxies: " + network + " is no network as 10.1.2.0/24", e);
      }
    }
  }

  /**
   * @param password as {@code query-api hash-password} prints it
   * @param cameras null: every one
   */
  public record User(
      @NotNull @Pattern(regexp = "[\\p{L}\\p{N}._@-]{1,100}") String name,
      @NotNull
          @Pattern(
              regexp = "\\{(bcrypt|pbkdf2@SpringSecurity_v5_8)\\}.+",
              message = "must be what query-api hash-password prints: {bcrypt}…")
          String password,
      @DefaultValue("viewer") Role role,
      @Nullable @Size(max = 1000) Set<String> cameras) {
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /**
   * @param sha256 of the key, hexadecimal, as {@code query-api new-api-key} prints it
   * @param cameras null: every one
   */
  public record ApiKey(
      @NotNull @Pattern(regexp = "[\\p{L}\\p{N}._@-]{1,100}") String name,
      @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256,
      @DefaultValue("viewer") Role role,
      @Nullable @Size(max = 1000) Set<String> cameras) {
    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /**
   * @param issuer as it stands in the claim {@code iss}; where its keys are is asked at its {@code
   *     /.well-known/openid-configuration}
   * @param audience must be in the claim {@code aud}: a token for another application is none for
   *     this one
   * @param publicKey PEM of the issuer's RSA key; absent: the issuer is asked for its key set
   * @param roleClaim holds a name or a list of names of roles; a dot leads into an object, as in
   *     {@code realm_access.roles}
   * @param roles what the issuer calls our roles; absent: as we do
   * @param camerasClaim an id or a list of ids, or {@code *} for every camera; a token without it
   *     is for none
   */
  public record Tokens(
      @NotBlank String issuer,
      @NotBlank String audience,
      @Nullable Path publicKey,
      @DefaultValue("role") @NotBlank String roleClaim,
      @DefaultValue Map<Role, Set<String>> roles,
      @DefaultValue("cameras") @NotBlank String camerasClaim) {}

  /**
   * Log-in in the browser at an OpenID provider: code flow with PKCE. It sends the browser back to
   * {@code /login/oauth2/code/issuer} of the address that the page was opened at.
   *
   * @param name of the provider, as people call it: it stands on the button
   * @param issuer its address; where the rest is, is asked at its {@code
   *     /.well-known/openid-configuration}
   * @param clientId as which this application is registered there
   * @param clientSecret absent: a public client, which PKCE alone protects
   * @param scopes what is asked for
   * @param nameClaim of the ID token, what somebody is called here; it must be of one alone for
   *     ever
   * @param roleClaim of the ID token, as in {@link Tokens}
   * @param roles what the issuer calls our roles; absent: as we do
   * @param camerasClaim of the ID token, as in {@link Tokens}
   */
  public record Login(
      @NotBlank String name,
      @NotBlank String issuer,
      @NotBlank String clientId,
      @Nullable String clientSecret,
      @DefaultValue({"openid", "profile"}) Set<String> scopes,
      @DefaultValue("sub") @NotBlank String nameClaim,
      @DefaultValue("role") @NotBlank String roleClaim,
      @DefaultValue Map<Role, Set<String>> roles,
      @DefaultValue("cameras") @NotBlank String camerasClaim) {
    public Login {
      if (clientSecret != null && clientSecret.isBlank()) {
        clientSecret = null;
      }
    }

    /** Without the secret. */
    @Override
    public String toString() {
      return issuer + " (" + clientId + ")";
    }
  }
}
