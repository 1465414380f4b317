package io.cleansight.query.video;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Others are under way; there may be room in a while. */
final class TooManyExportsException extends ResponseStatusException {
  private static final long serialVersionUID = 1;

  private static final String SECONDS = "10";

  TooManyExportsException(VideoProperties settings) {
    super(
        HttpStatus.TOO_MANY_REQUESTS,
        "%d exports of video of yours are under way, or %d of all"
            .formatted(settings.ofOne(), settings.ofAll()));
  }

  @Override
  public HttpHeaders getHeaders() {
    var headers = new HttpHeaders();
    headers.set(HttpHeaders.RETRY_AFTER, SECONDS);
    return headers;
  }
}
