package io.cleansight.query.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * So many requests of one caller within a minute; and far fewer attempts to log in from one
 * address. Counted by this instance alone. The {@link #MOST} callers seen last are remembered.
 */
final class RateFilter extends OncePerRequestFilter {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final int perMinute;
  private final int loginsPerMinute;
  private final Refusals refusals;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(MINUTE.multipliedBy(2)).build();

  RateFilter(AccessProperties settings, Refusals refusals) {
    this.perMinute = settings.perMinute();
    this.loginsPerMinute = settings.loginsPerMinute();
    this.refusals = refusals;
  }

  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return !request.getRequestURI().startsWith("/api/");
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    ConsumptionProbe probe = bucket(request).tryConsumeAndReturnRemaining(1);
    if (probe.isConsumed()) {
      chain.doFilter(request, response);
    } else {
      refusals.tooMany(response, 1 + Duration.ofNanos(probe.getNanosToWaitForRefill()).toSeconds());
    }
  }

  private Bucket bucket(HttpServletRequest request) {
    boolean login =
        request.getMethod().equals("POST") && request.getRequestURI().equals(AccessRules.SESSION);
    var who = SecurityContextHolder.getContext().getAuthentication();
    if (login) {
      return bucket("login " + request.getRemoteAddr(), loginsPerMinute);
    }
    String name = who == null ? "address " + request.getRemoteAddr() : "caller " + who.getName();
    return bucket(name, perMinute);
  }

  private Bucket bucket(String name, int limit) {
    return buckets.get(
        name,
        _ ->
            Bucket.builder()
                .addLimit(it -> it.capacity(limit).refillGreedy(limit, MINUTE))
                .build());
  }
}
