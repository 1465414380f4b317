package io.cleansight.query.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.AccountWriter.Change;
import io.cleansight.query.access.account.Accounts;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.web.server.ResponseStatusException;

class AccountChangesTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Caller ADMIN = new Caller("root", Role.ADMIN, null);
  private static final Caller LIMITED = new Caller("limited", Role.ADMIN, Set.of("line-9"));
  private static final UUID COMMAND = new UUID(1, 1);
  private static final Grant VIEWER = new Grant(Role.VIEWER, Set.of("line-9"), null);
  private static final Account MEI = user("mei", Role.ADMIN, null, null);
  private static final Account LI = user("li", Role.ADMIN, null, null);
  private static final Account WANG = user("wang", Role.ADMIN, Set.of("line-9"), null);
  private static final Account GUEST = user("guest", Role.ADMIN, null, NOON.plusSeconds(60));

  private static Account user(
      String name, Role role, @Nullable Set<String> cameras, @Nullable Instant expiresAt) {
    return new Account(
        Account.Kind.USER,
        name,
        role,
        cameras,
        "{bcrypt}x",
        null,
        expiresAt,
        new Account.Managed(new UUID(0, 0), 3, 1, NOON, "root", NOON, "root"));
  }

  private static Accounts accounts(Account... there) {
    return new Accounts(List.of(there), false);
  }

  private static AccountChanges by(Caller caller) {
    return new AccountChanges(caller, COMMAND, NOON);
  }

  private static AccountChanges.Target target(Account account) {
    return new AccountChanges.Target(account.kind(), account.name(), new IfMatch(null));
  }

  @Test
  void theLastAdministratorStays() {
    Accounts one = accounts(MEI, WANG, GUEST);
    assertThatThrownBy(() -> by(ADMIN).remove(one, target(MEI)))
        .isInstanceOf(ResponseStatusException.class)
        .hasMessageContaining("last administrator");
    for (Grant less :
        List.of(
            new Grant(Role.REVIEWER, null, null),
            new Grant(Role.ADMIN, Set.of("line-9"), null),
            new Grant(Role.ADMIN, null, NOON.plusSeconds(60)))) {
      assertThatThrownBy(() -> by(ADMIN).replace(one, target(MEI), less, null))
          .as("%s", less)
          .hasMessageContaining("last administrator");
    }
    assertThat(by(ADMIN).remove(accounts(MEI, LI), target(MEI))).isEqualTo(new Change.Remove(MEI));
    assertThat(by(ADMIN).remove(new Accounts(List.of(MEI), true), target(MEI)))
        .isEqualTo(new Change.Remove(MEI));
    assertThat(by(ADMIN).replace(one, target(MEI), new Grant(Role.ADMIN, null, null), null))
        .isInstanceOf(Change.Set.class);
  }

  @Test
  void nobodyGivesWhatTheyHaveNot() {
    Accounts all = accounts(MEI, LI, WANG);
    for (Grant more :
        List.of(
            new Grant(Role.VIEWER, null, null),
            new Grant(Role.VIEWER, Set.of("line-9", "line-1"), null))) {
      assertThatThrownBy(() -> by(LIMITED).create(all, Account.Kind.KEY, "robot", more, "x"))
          .isInstanceOf(AccessDeniedException.class);
      assertThatThrownBy(() -> by(LIMITED).replace(all, target(WANG), more, null))
          .isInstanceOf(AccessDeniedException.class);
    }
    assertThat(by(LIMITED).create(all, Account.Kind.KEY, "robot", VIEWER, "x"))
        .isInstanceOf(Change.Set.class);
    assertThatThrownBy(() -> by(LIMITED).replace(all, target(MEI), VIEWER, null))
        .hasMessageContaining("no user mei");
    assertThatThrownBy(() -> by(LIMITED).remove(all, target(MEI)))
        .hasMessageContaining("no user mei");
  }

  @Test
  void aCommandIsDoneOnce() {
    var made = (Change.Set) by(ADMIN).create(accounts(), Account.Kind.USER, "mei", VIEWER, "x");
    Accounts after = accounts(made.account(), LI);
    assertThat(by(ADMIN).create(after, Account.Kind.USER, "mei", VIEWER, "y"))
        .isEqualTo(new Change.Nothing());
    var another = new AccountChanges(ADMIN, new UUID(2, 2), NOON);
    assertThatThrownBy(() -> another.create(after, Account.Kind.USER, "mei", VIEWER, "y"))
        .hasMessageContaining("user:mei is there already");
  }

  @Test
  void aChangeIsOfTheVersionThatWasSeen() {
    Accounts all = accounts(MEI, LI);
    var stale = new AccountChanges.Target(Account.Kind.USER, "li", IfMatch.ofVersion(2));
    assertThatThrownBy(() -> by(ADMIN).replace(all, stale, VIEWER, null))
        .hasMessageContaining("its version is 3, and no longer 2");
    assertThatThrownBy(() -> by(ADMIN).remove(all, stale)).hasMessageContaining("its version is 3");
    var seen = new AccountChanges.Target(Account.Kind.USER, "li", IfMatch.ofVersion(3));
    var changed = (Change.Set) by(ADMIN).replace(all, seen, VIEWER, null);
    assertThat(changed.account().version()).isEqualTo(4);
  }

  /** Sessions end with another password or role, not with other cameras. */
  @Test
  void onlyAnotherPasswordOrRoleIsAnotherCredential() {
    Accounts all = accounts(MEI, WANG);
    var cameras = new Grant(Role.ADMIN, Set.of("line-1"), null);
    assertThat(credentials(by(ADMIN).replace(all, target(WANG), cameras, null))).isEqualTo(1);
    assertThat(credentials(by(ADMIN).replace(all, target(WANG), cameras, "y"))).isEqualTo(4);
    assertThat(credentials(by(ADMIN).replace(all, target(WANG), VIEWER, null))).isEqualTo(4);
  }

  private static long credentials(Change change) {
    Account.Managed how = ((Change.Set) change).account().managed();
    return how == null ? 0 : how.credentialsVersion();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a b", "a:b", "a/b", "-a", "\u0000", "ﬁ", "a\u0301", "😀"})
  void noNameThatLooksLikeAnother(String name) {
    assertThatThrownBy(() -> AccountChanges.newName(name))
        .isInstanceOf(BadParameterException.class);
  }
}
