package io.cleansight.query.account;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.NOT_FOUND;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.AccountWriter.Change;
import io.cleansight.query.access.account.Accounts;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ResponseStatusException;

/**
 * What becomes of an account that somebody wants changed, decided from all accounts as they are.
 *
 * @param by who wants it
 * @param command sent again, it is not done again
 */
record AccountChanges(Caller by, UUID command, Instant now) {
  private static final int MOST = 10_000;

  /**
   * Those of the accounts of a kind that the caller may manage: none that sees what they do not.
   */
  static boolean manages(Caller caller, Account account) {
    Set<String> theirs = account.cameras();
    return !caller.isLimited() || (theirs != null && theirs.stream().allMatch(caller::maySee));
  }

  /** A name that a new account may have; none that looks like another. */
  static String newName(@Nullable String name) {
    if (name == null
        || !name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N}._@-]{0,99}")
        || !Normalizer.isNormalized(name, Normalizer.Form.NFKC)) {
      throw new BadParameterException(
          "name", "1 to 100 letters, digits, '.', '_', '@' or '-', the first a letter or digit");
    }
    return name;
  }

  /** The account of that name, or 404 if there is none that the caller manages. */
  static Account find(Accounts accounts, Caller caller, Account.Kind kind, String name) {
    return accounts
        .find(kind, name)
        .filter(it -> manages(caller, it))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    NOT_FOUND, "no " + kind.name().toLowerCase(Locale.ROOT) + " " + name));
  }

  Change create(Accounts accounts, Account.Kind kind, String name, Grant grant, String secretHash) {
    grant.mustBeWithin(by);
    Optional<Account> there = accounts.find(kind, name);
    if (there.isPresent()) {
      if (isDone(there.get())) {
        return new Change.Nothing();
      }
      throw new ResponseStatusException(CONFLICT, there.get().id() + " is there already");
    }
    if (accounts.all(kind).size() >= MOST) {
      throw new ResponseStatusException(CONFLICT, MOST + " are the most");
    }
    return new Change.Set(
        new Account(
            kind,
            name,
            grant.role(),
            grant.cameras(),
            secretHash,
            null,
            grant.expiresAt(),
            new Account.Managed(command, 1, 1, now, by.name(), now, by.name())));
  }

  /**
   * Replaces what it may.
   *
   * @param secretHash null: as it was
   */
  Change replace(Accounts accounts, Target target, Grant grant, @Nullable String secretHash) {
    grant.mustBeWithin(by);
    Account before = find(accounts, by, target.kind(), target.name());
    if (isDone(before)) {
      return new Change.Nothing();
    }
    Account.Managed how = managed(before, target);
    boolean otherCredentials = secretHash != null || grant.role() != before.role();
    var after =
        new Account(
            before.kind(),
            before.name(),
            grant.role(),
            grant.cameras(),
            secretHash == null ? before.secretHash() : secretHash,
            before.retired(),
            grant.expiresAt(),
            next(how, otherCredentials));
    mustLeaveAnAdministrator(accounts, before, after);
    return new Change.Set(after);
  }

  /** Sets a user's own password: whoever knows it may. */
  Change password(Accounts accounts, Target target, String secretHash) {
    Account before =
        accounts
            .find(target.kind(), target.name())
            .orElseThrow(() -> new ResponseStatusException(NOT_FOUND, "no user " + target.name()));
    return new Change.Set(withSecret(before, secretHash, null, managed(before, target)));
  }

  /**
   * Gives a key another secret.
   *
   * @param overlap for how long the one before is taken, too; of one before that, no longer
   */
  Change rotate(Accounts accounts, Target target, String secretHash, Duration overlap) {
    Account before = find(accounts, by, target.kind(), target.name());
    if (isDone(before)) {
      return new Change.Nothing();
    }
    var retired =
        overlap.isZero() ? null : new Account.Retired(before.secretHash(), now.plus(overlap));
    return new Change.Set(withSecret(before, secretHash, retired, managed(before, target)));
  }

  Change remove(Accounts accounts, Target target) {
    Account before = find(accounts, by, target.kind(), target.name());
    managed(before, target);
    mustLeaveAnAdministrator(accounts, before, null);
    return new Change.Remove(before);
  }

  private Account withSecret(
      Account before, String secretHash, Account.@Nullable Retired retired, Account.Managed how) {
    return new Account(
        before.kind(),
        before.name(),
        before.role(),
        before.cameras(),
        secretHash,
        retired,
        before.expiresAt(),
        next(how, true));
  }

  private Account.Managed next(Account.Managed how, boolean otherCredentials) {
    long version = how.version() + 1;
    return new Account.Managed(
        command,
        version,
        otherCredentials ? version : how.credentialsVersion(),
        how.createdAt(),
        how.createdBy(),
        now,
        by.name());
  }

  /**
   * What is to be changed.
   *
   * @param seen of which version the change is
   */
  record Target(Account.Kind kind, String name, IfMatch seen) {}

  private boolean isDone(Account account) {
    Account.Managed how = account.managed();
    return how != null && how.command().equals(command);
  }

  private static Account.Managed managed(Account account, Target target) {
    Account.Managed how = account.managed();
    if (how == null) {
      throw new ResponseStatusException(
          CONFLICT, account.id() + " is in the settings, and can be changed there alone");
    }
    target.seen().mustBe(how.version(), account.id());
    return how;
  }

  private static void mustLeaveAnAdministrator(
      Accounts accounts, Account before, @Nullable Account after) {
    if (before.kind() == Account.Kind.USER
        && before.isAdministrator()
        && (after == null || !after.isAdministrator())
        && !accounts.hasAdministratorBut(before)) {
      throw new ResponseStatusException(
          CONFLICT, before.id() + " is the last administrator of every camera, and has to stay so");
    }
  }
}
