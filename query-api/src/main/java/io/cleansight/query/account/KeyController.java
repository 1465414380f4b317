package io.cleansight.query.account;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.AccountWriter.Change;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import io.cleansight.query.web.Versioned;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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
import org.springframework.web.server.ResponseStatusException;

/**
 * {@code /api/v1/keys}: machines, which send {@code X-API-Key}, for admins. A secret is in the
 * answer to the request that made it, and nowhere else ever again.
 */
@RestController
@RequestMapping("/api/v1/keys")
class KeyController {
  private static final int LONGEST_OVERLAP = 7 * 24 * 60 * 60;
  private static final int USUAL_OVERLAP = 24 * 60 * 60;

  private final AccountEditor editor;

  KeyController(AccountEditor editor) {
    this.editor = editor;
  }

  /**
   * A new key.
   *
   * @param cameras null: every one
   * @param expiresAt null: without end
   */
  record KeyBody(
      @Nullable String name,
      @Nullable String role,
      @Nullable List<@Nullable String> cameras,
      @Nullable OffsetDateTime expiresAt) {}

  /**
   * What a key is to be.
   *
   * @param cameras null: every one
   * @param expiresAt null: without end
   */
  record KeyChange(
      @Nullable String role,
      @Nullable List<@Nullable String> cameras,
      @Nullable OffsetDateTime expiresAt) {}

  /**
   * How a key is rotated.
   *
   * @param overlapSeconds for how long the secret before is taken, too: up to 604800; null: for a
   *     day; 0: no longer
   */
  record KeyRotation(@Nullable Integer overlapSeconds) {}

  /**
   * A key with its secret, which cannot be had again.
   *
   * @param secret what the machine is to send as X-API-Key
   */
  record NewKey(String name, String secret, long version) implements Versioned {}

  /**
   * Keys by name, those of the settings among them; for those who may not see every camera, less
   * keys that may see others.
   */
  @GetMapping
  List<AccountView> all(Caller caller) {
    return editor.managed(caller, Account.Kind.KEY);
  }

  /** A key, without its secret. */
  @GetMapping("/{name}")
  AccountView one(Caller caller, @PathVariable String name) {
    return editor.view(caller, Account.Kind.KEY, name);
  }

  /** Makes a key; its secret is in this answer alone. */
  @PostMapping
  ResponseEntity<NewKey> create(
      Caller caller,
      @RequestBody KeyBody body,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    String name = AccountChanges.newName(body.name());
    Grant grant = Grant.of(body.role(), body.cameras(), body.expiresAt(), editor.now());
    var changes = editor.changes(caller, key, "create", Account.Kind.KEY, name);
    grant.mustBeWithin(caller);
    String secret = Secrets.random();
    return withSecret(
        secret,
        editor.write(
            caller,
            AuditAction.KEY_SET,
            Account.Kind.KEY.id(name),
            all -> changes.create(all, Account.Kind.KEY, name, grant, Secrets.sha256(secret))));
  }

  /** Replaces what a key may; its secret stays. */
  @PutMapping("/{name}")
  ResponseEntity<AccountView> replace(
      Caller caller,
      @PathVariable String name,
      @RequestBody KeyChange body,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    Grant grant = Grant.of(body.role(), body.cameras(), body.expiresAt(), editor.now());
    var changes = editor.changes(caller, key, "replace", Account.Kind.KEY, name);
    var target = new AccountChanges.Target(Account.Kind.KEY, name, IfMatch.of(ifMatch));
    editor.find(caller, Account.Kind.KEY, name);
    var outcome =
        editor.write(
            caller,
            AuditAction.KEY_SET,
            Account.Kind.KEY.id(name),
            all -> changes.replace(all, target, grant, null));
    return outcome.known()
        ? ResponseEntity.ok(one(caller, name))
        : ResponseEntity.accepted().build();
  }

  /** Gives a key another secret, in this answer alone; the one before is taken for a while. */
  @PostMapping("/{name}/rotation")
  ResponseEntity<NewKey> rotate(
      Caller caller,
      @PathVariable String name,
      @RequestBody KeyRotation body,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch,
      @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key)
      throws InterruptedException {
    int overlap = body.overlapSeconds() == null ? USUAL_OVERLAP : body.overlapSeconds();
    if (overlap < 0 || overlap > LONGEST_OVERLAP) {
      throw new BadParameterException("overlap_seconds", "0 to " + LONGEST_OVERLAP);
    }
    var changes = editor.changes(caller, key, "rotate", Account.Kind.KEY, name);
    var target = new AccountChanges.Target(Account.Kind.KEY, name, IfMatch.of(ifMatch));
    editor.find(caller, Account.Kind.KEY, name);
    String secret = Secrets.random();
    return withSecret(
        secret,
        editor.write(
            caller,
            AuditAction.KEY_ROTATED,
            Account.Kind.KEY.id(name),
            all ->
                changes.rotate(all, target, Secrets.sha256(secret), Duration.ofSeconds(overlap))));
  }

  /** Revokes a key: no secret of it is taken any more, on any instance. */
  @DeleteMapping("/{name}")
  ResponseEntity<Void> revoke(
      Caller caller,
      @PathVariable String name,
      @RequestHeader(name = IfMatch.HEADER, required = false) @Nullable String ifMatch)
      throws InterruptedException {
    return editor.remove(
        caller, "revoke", AuditAction.KEY_REVOKED, Account.Kind.KEY, name, IfMatch.of(ifMatch));
  }

  private static ResponseEntity<NewKey> withSecret(
      String secret, AccountEditor.EditResult outcome) {
    if (outcome.decided() instanceof Change.Set(Account account)) {
      return ResponseEntity.created(
              URI.create(
                  "/api/v1/keys/" + URLEncoder.encode(account.name(), StandardCharsets.UTF_8)))
          .body(new NewKey(account.name(), secret, account.version()));
    }
    throw new ResponseStatusException(
        HttpStatus.CONFLICT,
        "this Idempotency-Key was used before, and a secret is shown once; rotate the key");
  }
}
