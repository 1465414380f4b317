package io.cleansight.query.access.session;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.CallerToken;
import io.cleansight.query.access.Cookies;
import io.cleansight.query.access.Routes;
import io.cleansight.query.access.account.AccountTailer;
import io.cleansight.query.access.account.AccountsAwayException;
import io.cleansight.query.access.account.ApiKeyFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows people by their session's cookie. It is no bearer token to Spring Security, which would
 * else ask for no proof against forged requests.
 */
public final class SessionFilter extends OncePerRequestFilter {
  public static final String COOKIE = "cleansight_session";

  /** What a page asks for by itself, while nobody does anything, comes with this header. */
  static final String BACKGROUND = "X-Background";

  private final Sessions sessions;
  private final AccountTailer follower;
  private final AuthenticationEntryPoint refusal;

  public SessionFilter(
      Sessions sessions, AccountTailer follower, AuthenticationEntryPoint refusal) {
    this.follower = follower;
    this.sessions = sessions;
    this.refusal = refusal;
  }

  /** Whether that is who a request comes from: a key or a token of its own goes before. */
  public static boolean decides(HttpServletRequest request) {
    return Cookies.value(COOKIE, request) != null
        && request.getHeader(ApiKeyFilter.HEADER) == null
        && request.getHeader("Authorization") == null;
  }

  /** Pages are open, and so is the way in and out, with whatever cookie. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return Routes.LOG_IN_OR_OUT.matches(request)
        || Routes.WAYS_IN.matches(request)
        || !Routes.API.matches(request)
        || !decides(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (!follower.isComplete()) {
      refusal.commence(request, response, new AccountsAwayException());
      return;
    }
    Optional<Sessions.Session> session = session(request);
    Optional<Caller> caller = session.flatMap(sessions::callerOf);
    if (session.isEmpty() || caller.isEmpty()) {
      refusal.commence(
          request, response, new CredentialsExpiredException("the session is over or was none"));
      return;
    }
    use(session.get(), request, response);
    CallerToken.enter(caller.get(), () -> sessions.holds(session.get(), caller.get()));
    chain.doFilter(request, response);
  }

  private Optional<Sessions.Session> session(HttpServletRequest request) {
    String token = Cookies.value(COOKIE, request);
    try {
      return Optional.of(sessions.read(token == null ? "" : token));
    } catch (JwtException | IllegalArgumentException e) {
      return Optional.empty(); // it is over, or was none
    }
  }

  private void use(
      Sessions.Session session, HttpServletRequest request, HttpServletResponse response) {
    sessions.used(session);
    if (isOfSomebody(request)) {
      sessions
          .renewed(session)
          .ifPresent(
              it ->
                  response.addHeader(
                      HttpHeaders.SET_COOKIE,
                      Cookies.set(COOKIE, it.token(), it.length(), request)));
    }
  }

  /**
   * Whether somebody sits there: pages say what they ask for by themselves, and a browser opens
   * streams and sockets again by itself.
   */
  private static boolean isOfSomebody(HttpServletRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return request.getHeader(BACKGROUND) == null
        && !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        && (accept == null || !accept.contains(MediaType.TEXT_EVENT_STREAM_VALUE));
  }
}
