package io.cleansight.query.account;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.AccountWriter;
import io.cleansight.query.access.account.AccountWriter.Change;
import io.cleansight.query.access.account.Accounts;
import io.cleansight.query.audit.Audit;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.IfMatch;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Has changes of accounts decided, audited and written. */
@Component
class AccountEditor {
  private final Accounts accounts;
  private final AccountWriter writer;
  private final Audit audit;
  private final Clock clock;

  AccountEditor(Accounts accounts, AccountWriter writer, Audit audit, Clock clock) {
    this.accounts = accounts;
    this.writer = writer;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * What came of it.
   *
   * @param decided what was written; nothing, if the same command had been done before
   * @param known whether this instance answers by it already
   */
  record EditResult(Change decided, boolean known) {}

  /** Those of a kind that the caller manages, by name. */
  List<AccountView> managed(Caller caller, Account.Kind kind) {
    return accounts.all(kind).stream()
        .filter(it -> AccountChanges.manages(caller, it))
        .map(it -> AccountView.of(it, accounts))
        .toList();
  }

  /** The account of that name as it is shown, or 404 if there is none that the caller manages. */
  AccountView view(Caller caller, Account.Kind kind, String name) {
    return AccountView.of(find(caller, kind, name), accounts);
  }

  /**
   * The changes of one command.
   *
   * @param key the caller's Idempotency-Key, if any
   * @param what the command does, by a word of its own among those about that account
   */
  AccountChanges changes(
      Caller caller, @Nullable String key, String what, Account.Kind kind, String name) {
    return new AccountChanges(
        caller, IdempotencyKey.of(caller, key).with(what + " " + kind.id(name)).id(), now());
  }

  /** Removes an account, unless somebody has changed it meanwhile. */
  ResponseEntity<Void> remove(
      Caller caller, String what, AuditAction action, Account.Kind kind, String name, IfMatch seen)
      throws InterruptedException {
    var changes = changes(caller, null, what, kind, name);
    var target = new AccountChanges.Target(kind, name, seen);
    find(caller, kind, name);
    return done(write(caller, action, kind.id(name), all -> changes.remove(all, target)));
  }

  /** 204, or 202 while this instance does not answer by it yet. */
  static ResponseEntity<Void> done(EditResult outcome) {
    return outcome.known() ? ResponseEntity.noContent().build() : ResponseEntity.accepted().build();
  }

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Accounts accounts() {
    return accounts;
  }

  /** Writes what is decided; the audit hears of it before. */
  EditResult write(
      Caller by, AuditAction action, String accountId, Function<Accounts, Change> decide)
      throws InterruptedException {
    var decided = new AtomicReference<Change>(new Change.Nothing());
    var noted = new AtomicBoolean();
    boolean known =
        writer.write(
            all -> {
              Change change = decide.apply(all);
              decided.set(change);
              if (!(change instanceof Change.Nothing) && noted.compareAndSet(false, true)) {
                audit.note(by, action, accountId, null);
              }
              return change;
            });
    return new EditResult(Objects.requireNonNull(decided.get()), known);
  }

  /** The account of that name, or 404 if there is none that the caller manages. */
  Account find(Caller caller, Account.Kind kind, String name) {
    return AccountChanges.find(accounts, caller, kind, name);
  }
}
