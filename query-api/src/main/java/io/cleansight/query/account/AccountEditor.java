package io.cleansight.query.account;

import io.cleansight.query.access.Account;
import io.cleansight.query.access.AccountWriter;
import io.cleansight.query.access.AccountWriter.Change;
import io.cleansight.query.access.Accounts;
import io.cleansight.query.access.Caller;
import io.cleansight.query.audit.Audit;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
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
  record Outcome(Change decided, boolean known) {}

  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  Accounts accounts() {
    return accounts;
  }

  /** Writes what is decided; the audit hears of it before. */
  Outcome write(Caller by, String action, String accountId, Function<Accounts, Change> decide)
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
    return new Outcome(Objects.requireNonNull(decided.get()), known);
  }

  /** The account of that name, or 404 if there is none that the caller manages. */
  Account find(Caller caller, Account.Kind kind, String name) {
    return AccountChanges.find(accounts, caller, kind, name);
  }
}
