package io.cleansight.query.access.account;

import io.cleansight.event.AccountActivity;
import io.cleansight.event.AccountState;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Every user and API key that there is: those of the settings, and those that were made by REST, as
 * the topics tell of them. A name of the settings is theirs. Threads: one tells, any ask.
 */
@Component
public final class Accounts {
  private static final Logger log = LoggerFactory.getLogger(Accounts.class);

  private final Map<String, Account> ofSettings = new HashMap<>();
  private final Map<String, Account> keysOfSettings = new HashMap<>();
  private final boolean linked;
  private volatile Told told = new Told();

  @Autowired
  Accounts(AccessProperties settings) {
    this(
        Stream.concat(
                settings.users().stream().map(Account::of),
                settings.apiKeys().stream().map(Account::of))
            .toList(),
        settings.linkFile() != null && settings.linkRole() == Role.ADMIN);
  }

  /**
   * Those of the settings.
   *
   * @param linked whether an administrator may come by the printed link
   */
  public Accounts(Collection<Account> ofSettings, boolean linked) {
    this.linked = linked;
    for (Account account : ofSettings) {
      this.ofSettings.put(account.id(), account);
      if (account.kind() == Account.Kind.KEY) {
        keysOfSettings.put(account.secretHash(), account);
      }
    }
  }

  /** What the topics have told so far. */
  static final class Told {
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    /** Keys by the hashes that open them, or did before they were rotated. */
    private final Map<String, Account> keys = new ConcurrentHashMap<>();

    private final Map<String, Instant> lastUses = new ConcurrentHashMap<>();
    private final Map<String, Instant> endedSessions = new ConcurrentHashMap<>();

    /** That is what a key now says; null: nothing any more. */
    void hear(String key, @Nullable SpecificRecord record) {
      switch (record) {
        case AccountState state -> {
          try {
            set(key, Account.of(state));
          } catch (IllegalArgumentException e) {
            log.warn("an account cannot be read and is none: {}", e.getMessage());
            forgetAccount(key);
          }
        }
        case AccountActivity activity when activity.getExpiresAt() != null ->
            endedSessions.put(key, activity.getExpiresAt());
        case AccountActivity activity ->
            lastUses.merge(key, activity.getAt(), (a, b) -> a.isAfter(b) ? a : b);
        case null, default -> {}
      }
    }

    private void set(String key, Account account) {
      forgetAccount(key);
      accounts.put(key, account);
      if (account.kind() == Account.Kind.KEY) {
        account.hashes().forEach(hash -> keys.put(hash, account));
      }
    }

    void forgetAccount(String key) {
      Account before = accounts.remove(key);
      if (before != null) {
        before.hashes().forEach(hash -> keys.remove(hash, before));
      }
    }

    void forgetActivity(String key) {
      lastUses.remove(key);
      endedSessions.remove(key);
    }
  }

  Told told() {
    return told;
  }

  /** What was read anew from the beginning. */
  void replace(Told read) {
    told = read;
  }

  /** The account, be it valid or not any more. */
  public Optional<Account> find(Account.Kind kind, String name) {
    String id = kind.id(name);
    Account given = ofSettings.get(id);
    return Optional.ofNullable(given == null ? told.accounts.get(id) : given);
  }

  /** All of a kind, by name. */
  public List<Account> all(Account.Kind kind) {
    var all = new HashMap<>(told.accounts);
    all.putAll(ofSettings);
    var found = new ArrayList<>(all.values());
    found.removeIf(it -> it.kind() != kind);
    found.sort(Comparator.comparing(Account::name));
    return found;
  }

  /** The key that a secret with that hash is now. */
  Optional<Account> ofKey(String sha256, Instant now) {
    return Optional.ofNullable(keysOfSettings.getOrDefault(sha256, told.keys.get(sha256)))
        .filter(it -> it.opensWith(sha256, now))
        .filter(it -> it.managed() == null || !ofSettings.containsKey(it.id()));
  }

  /** A user who may log in now. */
  public Optional<Account> user(String name, Instant now) {
    return find(Account.Kind.USER, name).filter(it -> it.isValid(now));
  }

  /** When it was used last, to within a few minutes; empty: it was not, or nobody remembers. */
  public Optional<Instant> lastUse(Account account) {
    return Optional.ofNullable(told.lastUses.get(account.id()));
  }

  /**
   * Whether somebody could still manage everybody without these: an administrator of every camera
   * and without an end, be it a user, a key of the settings, or whoever comes by the printed link.
   */
  public boolean hasAdministratorBut(Account one) {
    return linked
        || Stream.concat(ofSettings.values().stream(), all(Account.Kind.USER).stream())
            .anyMatch(it -> it.isAdministrator() && !it.id().equals(one.id()));
  }

  public boolean isEnded(String sessionId) {
    return told.endedSessions.containsKey(AccountActivityPublisher.session(sessionId));
  }

  /** Keys of the sessions that were ended and would be over by now. */
  public List<String> endedBefore(Instant now, int most) {
    return told.endedSessions.entrySet().stream()
        .filter(it -> it.getValue().isBefore(now))
        .map(Map.Entry::getKey)
        .limit(most)
        .toList();
  }
}
