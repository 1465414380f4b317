package io.cleansight.query.access.filter;

import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Limits;
import io.cleansight.query.access.Routes;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** So many requests of one caller; and far fewer attempts to log in from one address. */
final class RateFilter extends OncePerRequestFilter {
  private final AccessProperties settings;
  private final Limits limits;
  private final Refusals refusals;

  RateFilter(AccessProperties settings, Limits limits, Refusals refusals) {
    this.settings = settings;
    this.limits = limits;
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !Routes.API.matches(request);
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    long wait = wait(request);
    if (wait == 0) {
      chain.doFilter(request, response);
    } else {
      refusals.tooMany(response, wait);
    }
  }

  private long wait(HttpServletRequest request) {
    if (Routes.LOG_IN.matches(request)) {
      return limits.take(
          "login " + Limits.origin(request.getRemoteAddr()), settings.loginsPerMinute());
    }
    var who = SecurityContextHolder.getContext().getAuthentication();
    String name =
        who == null
            ? "address " + Limits.origin(request.getRemoteAddr())
            : "caller " + who.getName();
    return limits.take(name, settings.perMinute());
  }
}
