package io.cleansight.query.access.session;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Cookies;
import io.cleansight.query.access.LoggedOut;
import io.cleansight.query.access.LoginAttempt;
import io.cleansight.query.access.Routes;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.Accounts;
import io.cleansight.query.web.BadParameterException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/session}: in and out, for browsers. */
@RestController
@RequestMapping(Routes.SESSION)
class SessionController {
  private static final int LONGEST = 200;

  private final Sessions sessions;
  private final Link link;
  private final Passwords passwords;
  private final Accounts accounts;
  private final ApplicationEventPublisher events;
  private final boolean evidenceBlurred;

  SessionController(
      Sessions sessions,
      Link link,
      Passwords passwords,
      Accounts accounts,
      ApplicationEventPublisher events,
      @Value("${query.evidence.blurred}") boolean evidenceBlurred) {
    this.evidenceBlurred = evidenceBlurred;
    this.sessions = sessions;
    this.link = link;
    this.passwords = passwords;
    this.accounts = accounts;
    this.events = events;
  }

  /** Either a name and a password, or the token of a printed address. */
  record Login(@Nullable String name, @Nullable String password, @Nullable String token) {}

  /**
   * Who is asking.
   *
   * @param cameras null: every one
   * @param evidenceBlurred whether heads are hidden in pictures of violations
   */
  record Session(
      String name, String role, @Nullable Set<String> cameras, boolean evidenceBlurred) {}

  /** Who is asking. */
  @GetMapping
  Session current(Caller caller) {
    return session(caller);
  }

  /** Opens a session in the answer's cookie. 401 says neither what was wrong nor who is known. */
  @PostMapping
  ResponseEntity<Session> open(@RequestBody Login login, HttpServletRequest request)
      throws IOException {
    return login.token() == null ? byPassword(login, request) : byLink(login.token(), request);
  }

  /**
   * Ends the browser's session on every instance, and the streams and live pictures that are open
   * for it; 202 if the others cannot be told yet.
   */
  @DeleteMapping
  ResponseEntity<Void> close(HttpServletRequest request) throws InterruptedException {
    boolean told = end(Cookies.value(SessionFilter.COOKIE, request));
    return ResponseEntity.status(told ? HttpStatus.NO_CONTENT : HttpStatus.ACCEPTED)
        .header(
            HttpHeaders.SET_COOKIE, Cookies.set(SessionFilter.COOKIE, "", Duration.ZERO, request))
        .build();
  }

  private boolean end(@Nullable String token) throws InterruptedException {
    Sessions.Session session;
    try {
      session = sessions.read(token == null ? "" : token);
    } catch (JwtException | IllegalArgumentException e) {
      return true; // it is over, or was none
    }
    Optional<Caller> caller = sessions.callerOf(session);
    if (caller.isEmpty()) {
      return true;
    }
    boolean told = sessions.end(session);
    events.publishEvent(new LoggedOut(caller.get()));
    return told;
  }

  private ResponseEntity<Session> byLink(String token, HttpServletRequest request)
      throws IOException {
    Caller caller = sessions.linked();
    if (token.length() > LONGEST || !link.use(token)) {
      throw refused(caller);
    }
    return opened(caller, sessions.open(), request).body(session(caller));
  }

  private ResponseEntity<Session> byPassword(Login login, HttpServletRequest request) {
    String name = text("name", login.name());
    String password = text("password", login.password());
    Optional<Account> user = passwords.user(name, password, request);
    if (user.isEmpty()) {
      throw refused(accounts.find(Account.Kind.USER, name).map(Account::caller).orElse(null));
    }
    Caller caller = user.get().caller();
    return opened(caller, sessions.open(user.get()), request)
        .header(HttpHeaders.SET_COOKIE, passwords.browserCookie(user.get(), request))
        .body(session(caller));
  }

  private ResponseEntity.BodyBuilder opened(
      Caller caller, Sessions.Issued issued, HttpServletRequest request) {
    events.publishEvent(new LoginAttempt(caller, true));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.SET_COOKIE,
            Cookies.set(SessionFilter.COOKIE, issued.token(), issued.length(), request));
  }

  private ResponseStatusException refused(@Nullable Caller caller) {
    events.publishEvent(new LoginAttempt(caller, false));
    return new ResponseStatusException(
        HttpStatus.UNAUTHORIZED, "that is no name with its password, nor a link still unused");
  }

  private Session session(Caller caller) {
    return new Session(
        caller.name(),
        caller.role().name().toLowerCase(Locale.ROOT),
        caller.cameras(),
        evidenceBlurred);
  }

  private static String text(String field, @Nullable String text) {
    if (text == null
        || text.isEmpty()
        || text.length() > LONGEST
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new BadParameterException(field, "1 to " + LONGEST + " characters");
    }
    return text;
  }
}
