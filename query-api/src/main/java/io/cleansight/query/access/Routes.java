package io.cleansight.query.access;

import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What a request is for, matched as it is routed: {@code /%61pi} is {@code /api}. Whoever compares
 * what was sent instead can be got around.
 */
final class Routes {
  static final RequestMatcher API = PathPatternRequestMatcher.pathPattern("/api/**");
  static final RequestMatcher LOG_IN =
      PathPatternRequestMatcher.pathPattern(HttpMethod.POST, AccessRules.SESSION);
  static final RequestMatcher LOG_IN_OR_OUT =
      new OrRequestMatcher(
          LOG_IN, PathPatternRequestMatcher.pathPattern(HttpMethod.DELETE, AccessRules.SESSION));

  static final RequestMatcher WAYS_IN =
      PathPatternRequestMatcher.pathPattern(HttpMethod.GET, AccessRules.WAYS);

  /** Where a log-in at an issuer begins, and where it comes back. */
  static final RequestMatcher AT_ISSUER =
      new OrRequestMatcher(
          PathPatternRequestMatcher.pathPattern("/oauth2/authorization/**"),
          PathPatternRequestMatcher.pathPattern("/login/oauth2/code/**"));

  private Routes() {}
}
