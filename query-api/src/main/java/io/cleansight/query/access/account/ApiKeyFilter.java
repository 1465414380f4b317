package io.cleansight.query.access.account;

import io.cleansight.query.access.Caller;
import io.cleansight.query.access.CallerToken;
import io.cleansight.query.access.Secrets;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows machines by the key that they send. */
public final class ApiKeyFilter extends OncePerRequestFilter {
  public static final String HEADER = "X-API-Key";

  private final ApiKeys keys;
  private final AuthenticationEntryPoint refusal;

  public ApiKeyFilter(ApiKeys keys, AuthenticationEntryPoint refusal) {
    this.keys = keys;
    this.refusal = refusal;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String sent = request.getHeader(HEADER);
    if (sent == null) {
      chain.doFilter(request, response);
      return;
    }
    String hash = Secrets.sha256(sent);
    Optional<Caller> known = keys.used(hash);
    if (known.isEmpty()) {
      refusal.commence(request, response, keys.refusal());
      return;
    }
    Caller caller = known.get();
    CallerToken.enter(caller, () -> keys.holds(hash, caller));
    chain.doFilter(request, response);
  }
}
