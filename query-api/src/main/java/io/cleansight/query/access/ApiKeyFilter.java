package io.cleansight.query.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows machines by the key that they send. */
final class ApiKeyFilter extends OncePerRequestFilter {
  static final String HEADER = "X-API-Key";

  private final List<AccessProperties.ApiKey> keys;
  private final AuthenticationEntryPoint refusal;

  ApiKeyFilter(List<AccessProperties.ApiKey> keys, AuthenticationEntryPoint refusal) {
    this.keys = List.copyOf(keys);
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
    var known = keys.stream().filter(key -> Secrets.same(key.sha256(), hash)).findFirst();
    if (known.isEmpty()) {
      refusal.commence(request, response, new BadCredentialsException("X-API-Key is not known"));
      return;
    }
    CallerToken.enter(known.get().caller());
    chain.doFilter(request, response);
  }
}
