package io.cleansight.query.access.account;

import io.cleansight.query.access.Caller;
import java.time.Clock;
import java.util.Optional;
import net.jcip.annotations.ThreadSafe;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/** Machines by the hashes of the keys that they send. */
@Component
@ThreadSafe
public class ApiKeys {
  private final Accounts accounts;
  private final AccountActivityPublisher activity;
  private final AccountTailer follower;
  private final Clock clock;

  ApiKeys(
      Accounts accounts, AccountActivityPublisher activity, AccountTailer follower, Clock clock) {
    this.accounts = accounts;
    this.activity = activity;
    this.follower = follower;
    this.clock = clock;
  }

  /** Who asks for something with that key; empty if it is none. */
  Optional<Caller> used(String sha256) {
    Optional<Account> known = accounts.ofKey(sha256, clock.instant());
    known.ifPresent(activity::used);
    return known.map(Account::caller);
  }

  /** Whether a key is still that caller's. */
  boolean holds(String sha256, Caller caller) {
    return accounts
        .ofKey(sha256, clock.instant())
        .filter(it -> it.caller().equals(caller))
        .isPresent();
  }

  /** Why a key is none, as far as we know by now. */
  AuthenticationException refusal() {
    return follower.isComplete()
        ? new BadCredentialsException("X-API-Key is not known")
        : new AccountsAwayException();
  }
}
