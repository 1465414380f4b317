package io.cleansight.query.access;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a request is for, matched as it is routed: {@code /%61pi} is {@code /api}. Whoever compares
 * what was sent instead can be got around.
 */
public final class Routes {
  /** Where one logs in and out. */
  public static final String SESSION = "/api/v1/session";

  /** How one may log in. */
  public static final String WAYS = "/api/v1/login";

  public static final RequestMatcher API = PathPatternRequestMatcher.pathPattern("/api/**");
  public static final RequestMatcher LOG_IN =
      PathPatternRequestMatcher.pathPattern(HttpMethod.POST, SESSION);
  public static final RequestMatcher LOG_IN_OR_OUT =
      new OrRequestMatcher(
          LOG_IN, PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, SESSION));

  public static final RequestMatcher WAYS_IN =
      PathPatternRequestMatcher.pathPattern(HttpMethod.GET, WAYS);

  /** Where a log-in at an issuer begins, and where it comes back. */
  public static final RequestMatcher AT_ISSUER =
      new OrRequestMatcher(
          PathPatternRequestMatcher.pathPattern("/oauth2/authorization/**"),
          PathPatternRequestMatcher.pathPattern("/login/oauth2/code/**"));

  private Routes() {}
}
