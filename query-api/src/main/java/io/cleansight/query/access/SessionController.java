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
import org.springframework.http.ResponseCookie;
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
  private static final int LONGEST = 200;

  private final AccessProperties settings;
  private final Sessions sessions;
  private final Link link;
  private final ApplicationEventPublisher events;
  private final boolean evidenceBlurred;

  /** Compared with where nobody is called so, that it takes as long. */
  private final String nobodysPassword = Secrets.hashedPassword(Secrets.random());

  SessionController(
      AccessProperties settings,
      Sessions sessions,
      Link link,
      ApplicationEventPublisher events,
      @Value("${query.evidence.blurred}") boolean evidenceBlurred) {
    this.evidenceBlurred = evidenceBlurred;
    this.settings = settings;
    this.sessions = sessions;
    this.link = link;
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
    Opened opened = login.token() == null ? byPassword(login) : byLink(login.token());
    events.publishEvent(new LoginAttempt(opened.caller(), opened.token() != null));
    String token = opened.token();
    if (token == null) {
      throw new ResponseStatusException(
          HttpStatus.UNAUTHORIZED, "that is no name with its password, nor a link still unused");
    }
    return ResponseEntity.ok()
        .header(HttpHeaders.SET_COOKIE, cookie(token, sessions.length(), request))
        .body(session(opened.caller()));
  }

  /** Ends the browser's session. */
  @DeleteMapping
  ResponseEntity<Void> close(HttpServletRequest request) {
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO, request))
        .build();
  }

  /**
   * @param token null: it was refused
   */
  private record Opened(Caller caller, @Nullable String token) {}

  private Opened byLink(String token) throws IOException {
    boolean right = token.length() <= LONGEST && link.use(token);
    return new Opened(sessions.linked(), right ? sessions.open() : null);
  }

  private Opened byPassword(Login login) {
    String name = text("name", login.name());
    String password = text("password", login.password());
    var user = settings.users().stream().filter(it -> it.name().equals(name)).findFirst();
    boolean right =
        Secrets.isPassword(
            password, user.map(AccessProperties.User::password).orElse(nobodysPassword));
    return user.filter(_ -> right)
        .map(it -> new Opened(it.caller(), sessions.open(it)))
        .orElseGet(() -> new Opened(new Caller(name, Role.VIEWER, null), null));
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

  private static String cookie(String value, Duration age, HttpServletRequest request) {
    return ResponseCookie.from(SessionFilter.COOKIE, value)
        .httpOnly(true)
        .secure(request.isSecure())
        .sameSite("Strict")
        .path("/")
        .maxAge(age)
        .build()
        .toString();
  }
}
