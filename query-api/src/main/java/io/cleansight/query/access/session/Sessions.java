package io.cleansight.query.access.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.Secrets;
import io.cleansight.query.access.account.Account;
import io.cleansight.query.access.account.AccountActivityPublisher;
import io.cleansight.query.access.account.Accounts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.stereotype.Component;

/**
 * Sessions as signed tokens: any instance with the same key knows them, none keeps them. They say
 * whom they are for; what that one may is asked of the accounts each time, so who was removed or
 * has another password has no session any more. A token is good for as long as nobody need do
 * anything ({@code session-idle}); while somebody does, the session is given another, up to {@code
 * session-length} after it was opened. A session that was ended is known by its id to every
 * instance.
 */
@Component
public class Sessions {
  static final String ISSUER = "cleansight";

  /** Which password it was opened with, or how else. */
  private static final String OPENED_BY = "opened_by";

  private static final String OPENED_AT = "auth_time";
  private static final String LINK = "link";
  private static final String AT_ISSUER = "issuer";

  /** Of a session that was opened at an issuer: what it said. */
  private static final String ROLE = "role";

  private static final String CAMERAS = "cameras";

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final AccessProperties settings;
  private final Accounts accounts;
  private final AccountActivityPublisher activity;
  private final SignedTokens tokens;
  private final Clock clock;

  /** Until when a session lasts by what was given out here, by its id. */
  private final Cache<String, Instant> lasting;

  Sessions(
      AccessProperties settings,
      Accounts accounts,
      AccountActivityPublisher activity,
      SignedTokens tokens,
      Clock clock) {
    this.settings = settings;
    this.accounts = accounts;
    this.activity = activity;
    this.tokens = tokens;
    this.clock = clock;
    this.lasting =
        Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(settings.sessionIdle()).build();
  }

  /**
   * A session, as its token says it.
   *
   * @param foreign whom the issuer said it is for; null: it is for one of the accounts here
   */
  record Session(
      String id,
      String subject,
      String openedBy,
      Instant openedAt,
      Instant issuedAt,
      Instant expiresAt,
      @Nullable Caller foreign) {}

  /**
   * A token to be given out.
   *
   * @param length for how long it is good
   */
  public record Issued(String token, Duration length) {}

  /** A session of whoever came by the link. */
  Issued open() {
    return open(linked().name(), LINK, null);
  }

  /** A session of that user. */
  Issued open(Account user) {
    return open(user.name(), user.credentialsMark(), null);
  }

  /** A session of somebody whom the issuer has let in, as it described them then. */
  public Issued open(Caller foreign) {
    return open(foreign.name(), AT_ISSUER, foreign);
  }

  private Issued open(String name, String openedBy, @Nullable Caller foreign) {
    Instant now = clock.instant();
    return issued(new Session(Secrets.random(), name, openedBy, now, now, now, foreign));
  }

  /** The session's token from now on. */
  private Issued issued(Session session) {
    Instant now = clock.instant();
    Instant idle = now.plus(settings.sessionIdle());
    Instant end = overAt(session);
    Instant until = idle.isBefore(end) ? idle : end;
    lasting.asMap().merge(session.id(), until, (a, b) -> a.isAfter(b) ? a : b);
    var claims =
        JwtClaimsSet.builder()
            .issuer(ISSUER)
            .id(session.id())
            .subject(session.subject())
            .issuedAt(now)
            .expiresAt(until)
            .claim(OPENED_AT, session.openedAt().getEpochSecond())
            .claim(OPENED_BY, session.openedBy())
            .claims(it -> addForeign(it, session.foreign()))
            .build();
    return new Issued(tokens.sign(claims), Duration.between(now, until));
  }

  private static void addForeign(Map<String, Object> claims, @Nullable Caller foreign) {
    if (foreign != null) {
      claims.put(ROLE, foreign.role().name());
      if (foreign.cameras() != null) {
        claims.put(CAMERAS, List.copyOf(foreign.cameras()));
      }
    }
  }

  private Instant overAt(Session session) {
    return session.openedAt().plus(settings.sessionLength());
  }

  /**
   * The session of which that is a token.
   *
   * @throws JwtException if it is none of ours, or over
   */
  Session read(String token) {
    Jwt said = tokens.read(token);
    Object openedAt = said.getClaim(OPENED_AT);
    Instant issuedAt = said.getIssuedAt();
    Instant expiresAt = said.getExpiresAt();
    String id = said.getId();
    String subject = said.getSubject();
    String openedBy = said.getClaimAsString(OPENED_BY);
    if (!(openedAt instanceof Number seconds)
        || issuedAt == null
        || expiresAt == null
        || id == null
        || subject == null
        || openedBy == null) {
      throw new BadJwtException("that is no session");
    }
    return new Session(
        id,
        subject,
        openedBy,
        Instant.ofEpochSecond(seconds.longValue()),
        issuedAt,
        expiresAt,
        AT_ISSUER.equals(openedBy) ? foreign(said, subject) : null);
  }

  private static Caller foreign(Jwt said, String name) {
    List<String> cameras = said.getClaimAsStringList(CAMERAS);
    return new Caller(
        name,
        Role.valueOf(String.valueOf(said.getClaimAsString(ROLE))),
        cameras == null ? null : Set.copyOf(cameras));
  }

  /** Whom a session is for, as they are now; empty if it was ended, or nobody is that any more. */
  Optional<Caller> callerOf(Session session) {
    Instant now = clock.instant();
    if (accounts.isEnded(session.id()) || !now.isBefore(overAt(session))) {
      return Optional.empty();
    }
    if (session.foreign() != null) {
      return Optional.of(session.foreign()).filter(_ -> settings.login() != null);
    }
    if (LINK.equals(session.openedBy()) && settings.linkFile() != null) {
      return Optional.of(linked());
    }
    return userOf(session, now).map(Account::caller);
  }

  private Optional<Account> userOf(Session session, Instant now) {
    return accounts
        .user(session.subject(), now)
        .filter(user -> Secrets.same(user.credentialsMark(), session.openedBy()));
  }

  /** Whether a session is still that caller's, and somebody does something in it. */
  boolean holds(Session session, Caller caller) {
    Instant until = lasting.getIfPresent(session.id());
    Instant now = clock.instant();
    return now.isBefore(
            until == null || until.isBefore(session.expiresAt()) ? session.expiresAt() : until)
        && callerOf(session).filter(caller::equals).isPresent();
  }

  /** Somebody asks for something in it. */
  void used(Session session) {
    userOf(session, clock.instant()).ifPresent(activity::used);
  }

  /** The session's next token, as somebody does something; empty if its last is almost new. */
  Optional<Issued> renewed(Session session) {
    Duration tenth = settings.sessionIdle().dividedBy(10);
    Duration pause = tenth.compareTo(LONGEST_PAUSE) < 0 ? tenth : LONGEST_PAUSE;
    return clock.instant().isBefore(session.issuedAt().plus(pause))
        ? Optional.empty()
        : Optional.of(issued(session));
  }

  /** Ends a session on every instance; false: on this one, and on the others once Kafka answers. */
  boolean end(Session session) throws InterruptedException {
    return activity.end(session.id(), overAt(session));
  }

  /** Who comes by the link. */
  Caller linked() {
    return Caller.ofLink(settings.linkRole());
  }
}
