package io.cleansight.video.web;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.HlsPlaylist.Media;
import io.cleansight.video.web.HlsPlaylist.Segment;
import io.cleansight.video.web.HttpFetcher.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.NotThreadSafe;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a playlist one after the other, MPEG-TS or MP4. A live one begins three segments
 * before its end, is read again once all it had is played, and comes at its own pace: who reads
 * gets no segment at once, but its bytes as its time passes. A discontinuity goes on in the same
 * stream, as long as what introduces MP4 stays the same; where that changes, and where the numbers
 * of segments begin anew, the stream ends.
 */
@NotThreadSafe
final class HlsStream extends Parts {
  private static final int LARGEST_PLAYLIST = 1 << 20;
  private static final int FROM_END = 3;
  private static final Duration SHORTEST_POLL = Duration.ofMillis(200);

  private final HttpFetcher fetcher;
  private final URI address;
  private final CountDownLatch closed;
  private final Deque<Segment> queue = new ArrayDeque<>();
  private Media latest;
  private long number;
  private long readAt = System.nanoTime();
  private boolean begun;
  private @Nullable URI init;
  private @Nullable Answer open;

  /**
   * @param address of the playlist
   * @param first what it said just now
   * @param closed ends all waiting
   */
  HlsStream(HttpFetcher fetcher, URI address, Media first, CountDownLatch closed) {
    this.fetcher = fetcher;
    this.address = address;
    this.closed = closed;
    this.latest = first;
    List<Segment> segments = first.segments();
    int from = first.ends() ? 0 : Math.max(0, segments.size() - FROM_END);
    queue.addAll(segments.subList(from, segments.size()));
    this.number = segments.isEmpty() ? 0 : segments.getLast().number() + 1;
  }

  /** What a playlist says that was fetched. */
  static HlsPlaylist playlist(Answer answer) throws VideoException {
    return playlist(answer, answer.body());
  }

  /** The same of an answer that was looked into. */
  static HlsPlaylist playlist(Answer answer, InputStream body) throws VideoException {
    byte[] text = answer.bytes(body, LARGEST_PLAYLIST, Fault.FORMAT);
    return HlsPlaylist.read(new String(text, StandardCharsets.UTF_8), answer.uri());
  }

  @Override
  boolean next() throws IOException, VideoException {
    if (open != null) {
      open.close();
      open = null;
    }
    while (true) {
      Segment segment = queue.peek();
      if (segment == null) {
        if (latest.ends() || !more()) {
          return false;
        }
      } else if (segment.uri() == null) {
        queue.remove();
      } else if (segment.init() != null && !segment.init().equals(init)) {
        if (begun) {
          return false;
        }
        init = segment.init();
        show(opened(segment.init()).body());
        return true;
      } else if (play(queue.remove())) {
        return true;
      }
    }
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
    }
  }

  private Answer opened(URI uri) throws VideoException {
    Answer answer = fetcher.get(uri);
    open = answer;
    return answer;
  }

  /** False if a live playlist has let go of it. */
  private boolean play(Segment segment) throws VideoException {
    try {
      Answer answer = opened(Objects.requireNonNull(segment.uri()));
      boolean late = queue.size() > FROM_END;
      show(
          latest.ends() || !begun || late || answer.length() <= 0
              ? answer.body()
              : new PacedStream(answer.body(), answer.length(), segment.duration(), closed));
      begun = true;
      return true;
    } catch (VideoException e) {
      if (e.fault() != Fault.NOT_FOUND || latest.ends()) {
        throw e;
      }
      return false;
    }
  }

  /** Asks again until there is more; false if the numbers have begun anew. */
  private boolean more() throws IOException, VideoException {
    long pause = latest.target().toNanos() / (begun ? 2 : 1);
    await(readAt + Math.max(pause, SHORTEST_POLL.toNanos()));
    try (Answer answer = fetcher.get(address)) {
      readAt = System.nanoTime();
      if (!(playlist(answer) instanceof Media media)) {
        throw new VideoException(Fault.FORMAT);
      }
      latest = media;
    }
    long last = latest.segments().isEmpty() ? number - 1 : latest.segments().getLast().number();
    latest.segments().stream().filter(it -> it.number() >= number).forEach(queue::add);
    boolean anew = last < number - 1;
    number = last + 1;
    return !anew;
  }

  private void await(long time) throws IOException {
    try {
      if (closed.await(time - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IOException("closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
