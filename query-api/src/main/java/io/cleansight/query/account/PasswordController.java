package io.cleansight.query.account;

import static org.springframework.http.HttpStatus.CONFLICT;
import static org.springframework.http.HttpStatus.FORBIDDEN;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.session.Passwords;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.IfMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/session/password}: a user's own. */
@RestController
class PasswordController {
  private static final int LONGEST = 200;

  private final AccountEditor editor;
  private final Passwords passwords;

  PasswordController(AccountEditor editor, Passwords passwords) {
    this.editor = editor;
    this.passwords = passwords;
  }

  /** The password that one has, and the one that it is to be. */
  record PasswordChange(@Nullable String currentPassword, @Nullable String password) {}

  /**
   * Sets the caller's own password, and ends all of their sessions, this one among them. 403 if
   * current_password is not theirs; 409 for whoever has no password here.
   */
  @PutMapping("/api/v1/session/password")
  ResponseEntity<Void> set(
      Caller caller, @RequestBody PasswordChange body, HttpServletRequest request)
      throws InterruptedException {
    String current = checked(body.currentPassword());
    if (body.password() == null) {
      throw new BadParameterException("password", UserController.PASSWORD_LIMIT);
    }
    Account account = own(caller);
    if (passwords.user(account.name(), current, request).isEmpty()) {
      throw new ResponseStatusException(FORBIDDEN, "current_password is not yours");
    }
    String hash = UserController.hashed(body.password());
    var changes = new AccountChanges(caller, UUID.randomUUID(), editor.now());
    var target =
        new AccountChanges.Target(
            Account.Kind.USER, account.name(), IfMatch.ofVersion(account.version()));
    return AccountEditor.done(
        editor.write(
            caller,
            AuditAction.PASSWORD_CHANGED,
            account.id(),
            all -> changes.password(all, target, hash)));
  }

  private static String checked(@Nullable String password) {
    if (password == null || password.isEmpty() || password.length() > LONGEST) {
      throw new BadParameterException("current_password", "1 to " + LONGEST + " characters");
    }
    return password;
  }

  /** The caller's account, which is one of those that are kept here. */
  private Account own(Caller caller) {
    return editor
        .accounts()
        .find(Account.Kind.USER, caller.name())
        .filter(it -> it.managed() != null && it.caller().equals(caller))
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    CONFLICT, caller.name() + " has no password that can be set here"));
  }
}
