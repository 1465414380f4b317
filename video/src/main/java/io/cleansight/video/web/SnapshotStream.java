package io.cleansight.video.web;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.HttpFetcher.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * One JPEG that is asked for again and again, as a stream of parts of which each is a picture. What
 * the camera says has not changed (ETag, Last-Modified) is passed over, but for one every {@link
 * #REPEAT} that shows that it is there.
 */
@NotThreadSafe
final class SnapshotStream extends Parts {
  static final Set<String> TYPES = Set.of("image/jpeg", "image/jpg", "image/pjpeg");

  /** Unless somebody says how often. */
  private static final Duration USUAL = Duration.ofSeconds(1);

  /** No picture is waited for longer than that, however seldom one is wanted. */
  private static final Duration REPEAT = Duration.ofSeconds(3);

  private static final Duration SHORTEST = Duration.ofMillis(20);
  private static final int LARGEST = 8 << 20;

  private final HttpFetcher fetcher;
  private final URI uri;
  private final CountDownLatch closed;
  private final Map<String, String> conditions = new HashMap<>();
  private volatile long interval = USUAL.toNanos();
  private byte[] picture;
  private long due = System.nanoTime();
  private long shown = due;

  /**
   * @param first the answer by which it was found to be a picture
   * @param closed ends all waiting
   */
  SnapshotStream(HttpFetcher fetcher, Answer first, CountDownLatch closed) throws VideoException {
    this.fetcher = fetcher;
    this.uri = first.uri();
    this.closed = closed;
    this.picture = taken(first);
    show(new ByteArrayInputStream(part(picture)));
  }

  /** How often it is asked for, by any thread; null: as usual. */
  void rate(@Nullable Double framesPerSecond) {
    interval =
        framesPerSecond == null
            ? USUAL.toNanos()
            : Math.clamp(Math.round(1e9 / framesPerSecond), SHORTEST.toNanos(), REPEAT.toNanos());
  }

  @Override
  boolean next() throws IOException, VideoException {
    while (true) {
      due = Math.max(due + interval, System.nanoTime());
      await();
      try (Answer answer = fetcher.get(uri, conditions)) {
        if (!answer.isUnchanged()) {
          picture = taken(answer);
        } else if (System.nanoTime() - shown < REPEAT.toNanos()) {
          continue;
        }
      }
      shown = System.nanoTime();
      show(new ByteArrayInputStream(part(picture)));
      return true;
    }
  }

  private void await() throws IOException {
    try {
      if (closed.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IOException("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private byte[] taken(Answer answer) throws VideoException {
    if (!TYPES.contains(answer.type())) {
      throw new VideoException(Fault.FORMAT);
    }
    conditions.clear();
    condition("If-None-Match", answer.header("ETag"));
    condition("If-Modified-Since", answer.header("Last-Modified"));
    return answer.bytes(LARGEST, Fault.TOO_LARGE);
  }

  private void condition(String name, String value) {
    if (!value.isEmpty()) {
      conditions.put(name, value);
    }
  }

  private static byte[] part(byte[] jpeg) {
    var part = new ByteArrayOutputStream(jpeg.length + 100);
    part.writeBytes(
        ("--picture\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    part.writeBytes(jpeg);
    part.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    return part.toByteArray();
  }
}
