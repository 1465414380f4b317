package io.cleansight.query.access.filter;

import io.cleansight.messaging.metric.Metric;
import io.cleansight.query.access.AccessProperties;
import io.cleansight.query.access.Limits;
import io.cleansight.query.access.account.AccountsAwayException;
import io.cleansight.query.access.issuer.IssuerAwayException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says no as problem+json, and counts keys and tokens that were none: an address that sends many is
 * told to wait. Whoever else is behind that address is still known by their own.
 */
@Component
class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler, RequestRejectedHandler {
  private final JsonMapper json;
  private final Limits limits;
  private final AccessProperties settings;
  private final Counter refused;

  Refusals(JsonMapper json, Limits limits, AccessProperties settings, MeterRegistry meters) {
    this.json = json;
    this.limits = limits;
    this.settings = settings;
    this.refused = Metric.CREDENTIALS_REFUSED.counter(meters);
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    if (e instanceof IssuerAwayException || e instanceof AccountsAwayException) {
      write(response, HttpStatus.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()));
      return;
    }
    if (e instanceof BadCredentialsException || e instanceof InvalidBearerTokenException) {
      long wait = count(request);
      if (wait > 0) {
        tooMany(response, wait);
        return;
      }
    }
    response.setHeader("WWW-Authenticate", "Bearer");
    write(
        response,
        HttpStatus.UNAUTHORIZED,
        "log in, or send X-API-Key or a bearer token: " + e.getMessage());
  }

  /** Counts a key or token that was none: seconds to wait until the next may be sent. */
  private long count(HttpServletRequest request) {
    refused.increment();
    return limits.take(
        "failure " + Limits.origin(request.getRemoteAddr()), settings.failuresPerMinute());
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException e)
      throws IOException {
    write(
        response,
        HttpStatus.FORBIDDEN,
        e instanceof CsrfException
            ? "X-XSRF-TOKEN must be what the cookie XSRF-TOKEN says"
            : "your role does not allow that");
  }

  /** An address that may not even be looked up: with %2F, a double slash, a control character. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, RequestRejectedException e)
      throws IOException {
    write(
        response,
        HttpStatus.BAD_REQUEST,
        "the address or a header cannot be used: " + e.getMessage());
  }

  void tooMany(HttpServletResponse response, long seconds) throws IOException {
    response.setHeader("Retry-After", Long.toString(seconds));
    write(
        response,
        HttpStatus.TOO_MANY_REQUESTS,
        "too many requests; try again in " + seconds + " s");
  }

  private void write(HttpServletResponse response, HttpStatus status, String detail)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response
        .getOutputStream()
        .write(json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, detail)));
  }
}
