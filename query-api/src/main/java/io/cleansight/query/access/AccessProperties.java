package io.cleansight.query.access;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
 * @param sessionLength how long a session lasts
 * @param linkFile holds the SHA-256 of a token that opens one session; removed by its use
 * @param linkRole whom that session is for
 * @param roleClaim claim of a JWT that holds the role, where an issuer is set
 * @param camerasClaim claim of a JWT that lists cameras; absent: every one
 * @param perMinute requests of one caller within a minute
 * @param loginsPerMinute attempts to log in from one address within a minute
 */
@Validated
@ConfigurationProperties("query.access")
record AccessProperties(
    @DefaultValue List<@Valid User> users,
    @DefaultValue List<@Valid ApiKey> apiKeys,
    @Nullable String sessionKey,
    @DefaultValue("12h") Duration sessionLength,
    @Nullable Path linkFile,
    @DefaultValue("admin") Role linkRole,
    @DefaultValue("role") String roleClaim,
    @DefaultValue("cameras") String camerasClaim,
    @DefaultValue("1200") @Min(1) @Max(1_000_000) int perMinute,
    @DefaultValue("10") @Min(1) @Max(1000) int loginsPerMinute) {

  private static final int SHORTEST_KEY = 32;

  AccessProperties {
    if (sessionKey != null && sessionKey.isBlank()) {
      sessionKey = null;
    }
    if (sessionKey != null && sessionKey.length() < SHORTEST_KEY) {
      throw new IllegalArgumentException(
          "query.access.session-key must have " + SHORTEST_KEY + " characters at least");
    }
    if (linkFile != null && linkFile.toString().isBlank()) {
      linkFile = null;
    }
  }

  /**
   * @param password as {@code query-api hash-password} prints it
   * @param cameras null: every one
   */
  record User(
      @NotNull @Pattern(regexp = "[\\p{L}\\p{N}._@-]{1,100}") String name,
      @NotNull @Pattern(regexp = "\\{[a-z0-9@]+\\}.+") String password,
      @DefaultValue("viewer") Role role,
      @Nullable @Size(max = 1000) Set<String> cameras) {
    Caller caller() {
      return new Caller(name, role, cameras);
    }

    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  /**
   * @param sha256 of the key, hexadecimal, as {@code query-api new-api-key} prints it
   * @param cameras null: every one
   */
  record ApiKey(
      @NotNull @Pattern(regexp = "[\\p{L}\\p{N}._@-]{1,100}") String name,
      @NotNull @Pattern(regexp = "[0-9a-f]{64}") String sha256,
      @DefaultValue("viewer") Role role,
      @Nullable @Size(max = 1000) Set<String> cameras) {
    Caller caller() {
      return new Caller(name, role, cameras);
    }

    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }
}
