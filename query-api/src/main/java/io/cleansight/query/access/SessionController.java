package io.cleansight.query.access;

import io.cleansight.query.web.BadParameterException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/** {@code /api/v1/session}: in and out, for browsers. */
@RestController
@RequestMapping(AccessRules.SESSION)
class SessionController {
  /**
   * Tells a browser in which somebody has logged in before from those of whoever guesses at their
   * password: guesses are counted apart, so they keep nobody out where they usually are (OWASP,
   * "Device Cookies").
   */
  static final String BROWSER = "cleansight_browser";

  private static final int LONGEST = 200;

  private final AccessProperties settings;
  private final Sessions sessions;
  private final Link link;
  private final Limits limits;

  /** Of accounts that there are: what guesses at others fill up does not make these forgotten. */
  private final Limits accounts = new Limits();

  private final ApplicationEventPublisher events;
  private final boolean evidenceBlurred;

  /** Compared with where nobody is called so, that it takes as long. */
  private final String nobodysPassword = Secrets.hashedPassword(Secrets.random());

  SessionController(
      AccessProperties settings,
      Sessions sessions,
      Link link,
      Limits limits,
      ApplicationEventPublisher events,
      @Value("${query.evidence.blurred}") boolean evidenceBlurred) {
    this.evidenceBlurred = evidenceBlurred;
    this.settings = settings;
    this.sessions = sessions;
    this.link = link;
    this.limits = limits;
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

  /** Ends the browser's session. */
  @DeleteMapping
  ResponseEntity<Void> close(HttpServletRequest request) {
    return ResponseEntity.noContent()
        .header(
            HttpHeaders.SET_COOKIE, Cookies.set(SessionFilter.COOKIE, "", Duration.ZERO, request))
        .build();
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
    var user = settings.users().stream().filter(it -> it.name().equals(name)).findFirst();
    String guesser =
        user.flatMap(it -> sessions.browserOf(it, Cookies.value(BROWSER, request)))
            .map(browser -> "browser " + browser)
            .orElse("account " + name);
    Limits counted = user.isPresent() ? accounts : limits;
    long wait = counted.take(guesser, settings.guessesPerMinute());
    if (wait > 0) {
      throw new TooManyAttemptsException(wait);
    }
    String hashed = user.map(AccessProperties.User::password).orElse(nobodysPassword);
    if (!Secrets.isPassword(password, hashed) || user.isEmpty()) {
      throw refused(user.map(AccessProperties.User::caller).orElse(null));
    }
    counted.giveBack(guesser, settings.guessesPerMinute());
    Caller caller = user.get().caller();
    String browser = sessions.browser(user.get());
    return opened(caller, sessions.open(user.get()), request)
        .header(
            HttpHeaders.SET_COOKIE, Cookies.set(BROWSER, browser, Sessions.BROWSER_LENGTH, request))
        .body(session(caller));
  }

  private ResponseEntity.BodyBuilder opened(
      Caller caller, String token, HttpServletRequest request) {
    events.publishEvent(new LoginAttempt(caller, true));
    return ResponseEntity.ok()
        .header(
            HttpHeaders.SET_COOKIE,
            Cookies.set(SessionFilter.COOKIE, token, sessions.length(), request));
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
