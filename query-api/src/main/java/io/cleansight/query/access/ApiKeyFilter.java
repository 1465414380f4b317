package io.cleansight.query.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows machines by the key that they send. */
final class ApiKeyFilter extends OncePerRequestFilter {
  static final String HEADER = "X-API-Key";

  private final Accounts accounts;
  private final AccountActivityPublisher activity;
  private final AccountTailer follower;
  private final Clock clock;
  private final AuthenticationEntryPoint refusal;

  ApiKeyFilter(
      Accounts accounts,
      AccountActivityPublisher activity,
      AccountTailer follower,
      Clock clock,
      AuthenticationEntryPoint refusal) {
    this.accounts = accounts;
    this.activity = activity;
    this.follower = follower;
    this.clock = clock;
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
    Optional<Account> known = accounts.ofKey(hash, clock.instant());
    if (known.isEmpty()) {
      refusal.commence(
          request,
          response,
          follower.isComplete()
              ? new BadCredentialsException("X-API-Key is not known")
              : new AccountsAwayException());
      return;
    }
    activity.used(known.get());
    Caller caller = known.get().caller();
    CallerToken.enter(
        caller,
        () ->
            accounts
                .ofKey(hash, clock.instant())
                .filter(it -> it.caller().equals(caller))
                .isPresent());
    chain.doFilter(request, response);
  }
}
