package io.cleansight.video.web;

import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Rules;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.HlsPlaylist.Media;
import io.cleansight.video.web.HlsPlaylist.Variants;
import io.cleansight.video.web.HttpFetcher.Answer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Video by HTTP, as bytes that one thread reads. Every address, those of playlists and redirects
 * too, is fetched by the same client under the same rules. It is closed by any thread.
 */
public final class WebStream implements AutoCloseable {
  private static final byte[] PLAYLIST = "#EXTM3U".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> PLAYLIST_TYPES =
      Set.of("application/vnd.apple.mpegurl", "application/x-mpegurl", "audio/mpegurl");

  private final HttpFetcher fetcher;
  private final Limit limit;
  private final Rules rules;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Fault fault;
  private volatile @Nullable SnapshotStream snapshots;
  private Kind kind = Kind.STREAM;
  private InputStream body = InputStream.nullInputStream();

  /** In which form it comes. */
  public enum Kind {
    /** A file, or what never ends, in a container that has to be looked at. */
    STREAM,
    /** JPEG after JPEG, each with a header (multipart). */
    PICTURES,
    /** MPEG-TS or MP4. */
    SEGMENTS
  }

  private WebStream(HttpFetcher fetcher, Limit limit, Rules rules) {
    this.fetcher = fetcher;
    this.limit = limit;
    this.rules = rules;
  }

  /**
   * Opens an address.
   *
   * @param limit for this, and later for each reading
   */
  public static WebStream open(
      URI uri, Wanted wanted, Limit limit, Rules rules, AddressPolicy addresses)
      throws VideoException {
    var fetcher = new HttpFetcher(wanted.patience(), limit, rules, addresses);
    var stream = new WebStream(fetcher, limit, rules);
    try {
      fetcher.login(uri);
      stream.open(fetcher.get(uri), wanted);
      return stream;
    } catch (VideoException e) {
      stream.close();
      throw e;
    }
  }

  public Kind kind() {
    return kind;
  }

  public InputStream body() {
    return body;
  }

  /** How often a picture is wanted that has to be asked for; null: as usual. */
  public void rate(@Nullable Double framesPerSecond) {
    SnapshotStream asked = snapshots;
    if (asked != null) {
      asked.rate(framesPerSecond);
    }
  }

  /** Why reading failed; empty where it was the connection. */
  public Optional<Fault> fault() {
    return Optional.ofNullable(fault);
  }

  @Override
  public void close() {
    closed.countDown();
    fetcher.close();
  }

  private void open(Answer answer, Wanted wanted) throws VideoException {
    String type = answer.type();
    if (SnapshotStream.TYPES.contains(type)) {
      try (answer) {
        kind = Kind.PICTURES;
        var asked = new SnapshotStream(fetcher, answer, closed);
        asked.rate(wanted.framesPerSecond());
        snapshots = asked;
        body = new Told(asked);
      }
      return;
    }
    var bytes = new BufferedInputStream(answer.body());
    if (PLAYLIST_TYPES.contains(type) || isPlaylist(bytes)) {
      try (answer) {
        kind = Kind.SEGMENTS;
        body = new Told(segments(answer, bytes, wanted));
      }
    } else {
      kind = type.startsWith("multipart/") ? Kind.PICTURES : Kind.STREAM;
      body = bytes;
    }
  }

  private boolean isPlaylist(BufferedInputStream bytes) throws VideoException {
    try {
      bytes.mark(PLAYLIST.length);
      byte[] first = bytes.readNBytes(PLAYLIST.length);
      bytes.reset();
      return Arrays.equals(first, PLAYLIST);
    } catch (IOException e) {
      throw new VideoException(limit.isOver() ? Fault.STALLED : Fault.BROKE_OFF);
    }
  }

  private HlsStream segments(Answer answer, InputStream bytes, Wanted wanted)
      throws VideoException {
    HlsPlaylist playlist = HlsStream.playlist(answer, bytes);
    return switch (playlist) {
      case Media media -> new HlsStream(fetcher, answer.uri(), media, closed);
      case Variants variants -> {
        var chosen = variants.chosen(wanted.smallest(), rules.largestPicture());
        try (Answer variant = fetcher.get(chosen.uri())) {
          if (!(HlsStream.playlist(variant) instanceof Media media)) {
            throw new VideoException(Fault.FORMAT); // a list of lists, maybe of itself
          }
          yield new HlsStream(fetcher, variant.uri(), media, closed);
        }
      }
    };
  }

  /** Keeps in mind why reading failed. */
  private final class Told extends FilterInputStream {
    Told(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (FaultException e) {
        fault = e.fault();
        throw e;
      }
    }
  }
}
