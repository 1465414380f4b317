package io.cleansight.query.export;

import io.cleansight.query.access.Seats;
import jakarta.servlet.http.HttpServletRequest;
import java.util.concurrent.Callable;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.async.CallableProcessingInterceptor;
import org.springframework.web.context.request.async.WebAsyncUtils;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A body that takes a seat for as long as it is written, and gives it back however that ends. */
public final class SeatedBody {
  private SeatedBody() {}

  /**
   * The body with its seat.
   *
   * @param before done first; if it fails, so does this, and the seat is given back
   */
  public static StreamingResponseBody of(
      HttpServletRequest request, Seats.Seat seat, Runnable before, StreamingResponseBody body) {
    try {
      before.run();
      WebAsyncUtils.getAsyncManager(request).registerCallableInterceptor(seat, atTheEnd(seat));
    } catch (RuntimeException e) {
      seat.close();
      throw e;
    }
    return out -> {
      try (seat) {
        body.writeTo(out);
      }
    };
  }

  /** Also where the body is never written: the client went, or time was up. */
  private static CallableProcessingInterceptor atTheEnd(Seats.Seat seat) {
    return new CallableProcessingInterceptor() {
      @Override
      public <T> void afterCompletion(NativeWebRequest request, Callable<T> task) {
        seat.close();
      }
    };
  }
}
