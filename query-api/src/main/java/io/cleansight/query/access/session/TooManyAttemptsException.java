package io.cleansight.query.access.session;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** An account was guessed at too often. */
final class TooManyAttemptsException extends ResponseStatusException {
  private static final long serialVersionUID = 1;

  private final long seconds;

  TooManyAttemptsException(long seconds) {
    super(HttpStatus.TOO_MANY_REQUESTS, "too many attempts; try again in " + seconds + " s");
    this.seconds = seconds;
  }

  @Override
  public HttpHeaders getHeaders() {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
    return headers;
  }
}
