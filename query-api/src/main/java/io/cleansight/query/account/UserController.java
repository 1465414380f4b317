package io.cleansight.query.account;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/users}: who logs in with a password, for admins. */
@RestController
@RequestMapping("/api/v1/users")
class UserController {
  static final String PASSWORD_LIMIT =
      Secrets.SHORTEST_PASSWORD
          + " characters at least, and "
          + Secrets.LONGEST_PASSWORD
          + " bytes of UTF-8 at most";

  private final AccountEditor editor;

  UserController(AccountEditor editor) {
    this.editor = editor;
  }

  /**
   * A new user.
   *
   * @param cameras null: every one
   * @param expiresAt null: without end
   */
  record UserBody(
      @Nullable String name,
      @Nullable String password,
      @Nullable String role,
      @Nullable List<@Nullable String> cameras,
      @Nullable OffsetDateTime expiresAt) {}

  /**
   * What a user is to be.
   *
   * @param password null: as it was
   * @param cameras null: every one
   * @param expiresAt null: without end
   */
  record UserChange(
      @Nullable String password,
      @Nullable String role,
      @Nullable List<@Nullable String> cameras,
      @Nullable OffsetDateTime expiresAt) {}

  /**
   * Users by name, those of the settings among them; for those who may not see every camera, less
   * users who may see others.
   */
  @GetMapping
  List<AccountView> all(Caller caller) {
    return editor.managed(caller, Account.Kind.USER);
  }

  /** A user. */
  @GetMapping("/{name}")
  AccountView one(Caller caller, @PathVariable String name) {
    return editor.view(caller, Account.Kind.USER, name);
  }

  /** Makes a user, who may log in at once. */
  @PostMapping
  ResponseEntity<AccountView> create(
      Caller caller,
      @RequestBody UserBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    String name = AccountChanges.newName(body.name());
    Grant grant = Grant.of(body.role(), body.cameras(), body.expiresAt(), editor.now());
    if (body.password() == null) {
      throw new BadParameterException("password", PASSWORD_LIMIT);
    }
    var changes = editor.changes(caller, key, "create", Account.Kind.USER, name);
    grant.mustBeWithin(caller);
    String hash = hashed(body.password());
    var outcome =
        editor.write(
            caller,
            AuditAction.USER_SET,
            Account.Kind.USER.id(name),
            all -> changes.create(all, Account.Kind.USER, name, grant, hash));
    URI location = URI.create("/api/v1/users/" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    return outcome.known()
        ? ResponseEntity.created(location).body(one(caller, name))
        : ResponseEntity.accepted().location(location).build();
  }

  /** Replaces what a user may; another role or password ends their sessions, on all instances. */
  @PutMapping("/{name}")
  ResponseEntity<AccountView> replace(
      Caller caller,
      @PathVariable String name,
      @RequestBody UserChange body,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    Grant grant = Grant.of(body.role(), body.cameras(), body.expiresAt(), editor.now());
    editor.find(caller, Account.Kind.USER, name);
    String hash = body.password() == null ? null : hashed(body.password());
    var changes = editor.changes(caller, key, "replace", Account.Kind.USER, name);
    var target = new AccountChanges.Target(Account.Kind.USER, name, IfMatch.of(ifMatch));
    var outcome =
        editor.write(
            caller,
            AuditAction.USER_SET,
            Account.Kind.USER.id(name),
            all -> changes.replace(all, target, grant, hash));
    return outcome.known()
        ? ResponseEntity.ok(one(caller, name))
        : ResponseEntity.accepted().build();
  }

  /** Removes a user and ends their sessions; not the last administrator. */
  @DeleteMapping("/{name}")
  ResponseEntity<Void> remove(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch)
      throws InterruptedException {
    return editor.remove(
        caller, "remove", AuditAction.USER_REMOVED, Account.Kind.USER, name, IfMatch.of(ifMatch));
  }

  static String hashed(String password) {
    if (!Secrets.mayBePassword(password)) {
      throw new BadParameterException("password", PASSWORD_LIMIT);
    }
    return Secrets.hashedPassword(password);
  }
}
