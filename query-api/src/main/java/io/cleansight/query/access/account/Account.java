package io.cleansight.query.access.account;

import io.cleansight.event.AccountState;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.Secrets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user or an API key, be it one of the settings or one that was made by REST.
 *
 * @param cameras those that it may see; null: every one
 * @param secretHash of a user the password's, of a key the SHA-256
 * @param retired a key's secret before it was rotated
 * @param expiresAt from then on it is none; null: without end
 * @param managed how it came about; null: by the settings, where alone it can be changed
 */
public record Account(
    Kind kind,
    String name,
    Role role,
    @Nullable Set<String> cameras,
    String secretHash,
    @Nullable Retired retired,
    @Nullable Instant expiresAt,
    @Nullable Managed managed) {

  /** What an account is; each kind has a space of names of its own. */
  public enum Kind {
    USER("user:"),
    KEY("key:");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }

    /** Of the account of that name, in the topic. */
    public String id(String name) {
      return prefix + name;
    }
  }

  /** A secret that was replaced and is taken until then. */
  public record Retired(String secretHash, Instant until) {}

  /**
   * How an account that was made by REST came about.
   *
   * @param command the last; sent again, it is not done again
   * @param credentialsVersion the version in which the password or the role was set
   */
  public record Managed(
      UUID command,
      long version,
      long credentialsVersion,
      Instant createdAt,
      String createdBy,
      Instant changedAt,
      String changedBy) {}

  public Account {
    cameras = cameras == null ? null : Set.copyOf(cameras);
  }

  static Account of(AccessProperties.User user) {
    return new Account(
        Kind.USER, user.name(), user.role(), user.cameras(), user.password(), null, null, null);
  }

  static Account of(AccessProperties.ApiKey key) {
    return new Account(
        Kind.KEY, key.name(), key.role(), key.cameras(), key.sha256(), null, null, null);
  }

  /**
   * As the topic says it.
   *
   * @throws IllegalArgumentException if it has no kind or role that this release knows
   */
  static Account of(AccountState state) {
    String id = state.getAccountId();
    Kind kind = id.startsWith(Kind.USER.prefix) ? Kind.USER : Kind.KEY;
    if (!id.startsWith(kind.prefix)) {
      throw new IllegalArgumentException("no kind of account: " + id);
    }
    String before = state.getPreviousSecretHash();
    Instant until = state.getPreviousExpiresAt();
    return new Account(
        kind,
        id.substring(kind.prefix.length()),
        Role.valueOf(state.getRole().toUpperCase(Locale.ROOT)),
        state.getCameras() == null ? null : Set.copyOf(state.getCameras()),
        state.getSecretHash(),
        before == null || until == null ? null : new Retired(before, until),
        state.getExpiresAt(),
        new Managed(
            state.getCommandId(),
            state.getVersion(),
            state.getCredentialsVersion(),
            state.getCreatedAt(),
            state.getCreatedBy(),
            state.getChangedAt(),
            state.getChangedBy()));
  }

  /** For the topic. */
  AccountState state() {
    Managed how = managed;
    if (how == null) {
      throw new IllegalStateException(id() + " is of the settings");
    }
    return AccountState.newBuilder()
        .setAccountId(id())
        .setCommandId(how.command())
        .setVersion(how.version())
        .setRole(role.name().toLowerCase(Locale.ROOT))
        .setCameras(cameras == null ? null : new ArrayList<>(cameras))
        .setSecretHash(secretHash)
        .setPreviousSecretHash(retired == null ? null : retired.secretHash())
        .setPreviousExpiresAt(retired == null ? null : retired.until())
        .setExpiresAt(expiresAt)
        .setCredentialsVersion(how.credentialsVersion())
        .setCreatedAt(how.createdAt())
        .setCreatedBy(how.createdBy())
        .setChangedAt(how.changedAt())
        .setChangedBy(how.changedBy())
        .build();
  }

  /** Its kind and name: the key in the topic. */
  public String id() {
    return kind.id(name);
  }

  /** Of one of the settings 0. */
  public long version() {
    return managed == null ? 0 : managed.version();
  }

  /** Of every camera, and without an end. */
  public boolean isAdministrator() {
    return role == Role.ADMIN && cameras == null && expiresAt == null;
  }

  boolean isValid(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }

  /** Of the secrets that open it, or that did before it was rotated. */
  List<String> hashes() {
    return retired == null ? List.of(secretHash) : List.of(secretHash, retired.secretHash());
  }

  /** Whether the secret with that hash opens it now. */
  boolean opensWith(String hash, Instant now) {
    return isValid(now)
        && (Secrets.same(secretHash, hash)
            || (retired != null
                && now.isBefore(retired.until())
                && Secrets.same(retired.secretHash(), hash)));
  }

  /**
   * What a session says of the password and role that it was opened with: with others it is over.
   */
  public String credentialsMark() {
    return Secrets.sha256(
        id() + " " + (managed == null ? 0 : managed.credentialsVersion()) + " " + secretHash);
  }

  /** Whoever comes with it. */
  public Caller caller() {
    return switch (kind) {
      case USER -> new Caller(name, role, cameras);
      case KEY -> Caller.ofKey(name, role, cameras);
    };
  }

  /** Without its hashes. */
  @Override
  public String toString() {
    return id() + " (" + role + ")";
  }
}
