package io.cleansight.query.account;

import static java.time.ZoneOffset.UTC;

import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.Accounts;
import io.cleansight.query.web.Versioned;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A user or key, without anything of its secret.
 *
 * @param cameras null: every one
 * @param managed false: of the settings, and to be changed there alone
 * @param version of one of the settings 0
 * @param lastUsedAt to within five minutes; null: never, as far as is known
 * @param previousSecretUntil of a key that was rotated: until when its secret before is taken
 */
record AccountView(
    String name,
    String role,
    @Nullable List<String> cameras,
    boolean managed,
    long version,
    @Nullable OffsetDateTime expiresAt,
    @Nullable OffsetDateTime lastUsedAt,
    @Nullable OffsetDateTime previousSecretUntil,
    @Nullable OffsetDateTime createdAt,
    @Nullable String createdBy,
    @Nullable OffsetDateTime changedAt,
    @Nullable String changedBy)
    implements Versioned {

  static AccountView of(Account account, Accounts accounts) {
    Account.Managed how = account.managed();
    Account.Retired retired = account.retired();
    return new AccountView(
        account.name(),
        account.role().name().toLowerCase(Locale.ROOT),
        account.cameras() == null ? null : account.cameras().stream().sorted().toList(),
        how != null,
        account.version(),
        time(account.expiresAt()),
        time(accounts.lastUse(account).orElse(null)),
        time(retired == null ? null : retired.until()),
        time(how == null ? null : how.createdAt()),
        how == null ? null : how.createdBy(),
        time(how == null ? null : how.changedAt()),
        how == null ? null : how.changedBy());
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(UTC);
  }
}
