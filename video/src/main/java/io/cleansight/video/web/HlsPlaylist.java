package io.cleansight.video.web;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.lindstrom.m3u8.model.KeyMethod;
import io.lindstrom.m3u8.model.MediaPlaylist;
import io.lindstrom.m3u8.model.MediaSegment;
import io.lindstrom.m3u8.parser.MasterPlaylistParser;
import io.lindstrom.m3u8.parser.MediaPlaylistParser;
import io.lindstrom.m3u8.parser.ParsingMode;
import io.lindstrom.m3u8.parser.PlaylistParserException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a playlist of HLS says, with its addresses in full; whether they may be opened is not. */
sealed interface HlsPlaylist {

  /** The same video in several sizes. */
  record Variants(List<Variant> variants) implements HlsPlaylist {
    public Variants {
      variants = List.copyOf(variants);
    }

    /**
     * The one to be played.
     *
     * @param smallest whether the smallest is wanted, not the largest
     * @param largestPicture in pixels; a variant that does not say its size may have any
     */
    Variant chosen(boolean smallest, long largestPicture) throws VideoException {
      if (variants.isEmpty()) {
        throw new VideoException(Fault.NO_VIDEO);
      }
      var bySize = Comparator.comparingLong(Variant::pixels).thenComparingLong(Variant::bandwidth);
      return variants.stream()
          .filter(it -> it.pixels() <= largestPicture)
          .min(smallest ? bySize : bySize.reversed())
          .orElseThrow(() -> new VideoException(Fault.TOO_LARGE));
    }
  }

  /**
   * One size.
   *
   * @param pixels 0: it does not say
   * @param bandwidth in bits per second
   */
  record Variant(URI uri, long pixels, long bandwidth) {}

  /**
   * Video in pieces.
   *
   * @param segments those that are there now
   * @param target how long a segment is at most, and how often there is another
   * @param ends whether no more will come
   */
  record Media(List<Segment> segments, Duration target, boolean ends) implements HlsPlaylist {
    public Media {
      segments = List.copyOf(segments);
    }
  }

  /**
   * One piece.
   *
   * @param number one more than that of the piece before
   * @param uri null: it is not there
   * @param init what comes before the first of its kind, for MP4
   */
  record Segment(long number, @Nullable URI uri, Duration duration, @Nullable URI init) {}

  /**
   * Reads a playlist.
   *
   * @param base where it came from
   * @throws VideoException if it is none, is encrypted, or holds what is no address
   */
  static HlsPlaylist read(String text, URI base) throws VideoException {
    try {
      return text.contains("#EXT-X-STREAM-INF") ? variants(text, base) : media(text, base);
    } catch (PlaylistParserException | RuntimeException malformed) { // the library throws either
      throw new VideoException(Fault.FORMAT);
    }
  }

  private static Variants variants(String text, URI base)
      throws PlaylistParserException, VideoException {
    var master = new MasterPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);
    if (master.sessionKeys().stream().anyMatch(it -> it.method() != KeyMethod.NONE)) {
      throw new VideoException(Fault.FORMAT);
    }
    var variants = new ArrayList<Variant>();
    for (var variant : master.variants()) {
      if (hasVideo(variant.codecs())) {
        long pixels =
            variant.resolution().map(it -> Math.multiplyFull(it.width(), it.height())).orElse(0L);
        variants.add(new Variant(resolved(base, variant.uri()), pixels, variant.bandwidth()));
      }
    }
    return new Variants(variants);
  }

  /** Sound alone is a variant, too. */
  private static boolean hasVideo(List<String> codecs) {
    return codecs.isEmpty()
        || codecs.stream().anyMatch(it -> !it.strip().matches("(mp4a|ac-3|ec-3|opus|flac).*"));
  }

  private static Media media(String text, URI base) throws PlaylistParserException, VideoException {
    MediaPlaylist playlist = new MediaPlaylistParser(ParsingMode.LENIENT).readPlaylist(text);
    var segments = new ArrayList<Segment>();
    long number = playlist.mediaSequence();
    URI init = null;
    for (MediaSegment segment : playlist.mediaSegments()) {
      check(segment);
      if (segment.segmentMap().isPresent()) { // holds of those that follow, too
        init = resolved(base, segment.segmentMap().get().uri());
      }
      URI uri = segment.gap() ? null : resolved(base, segment.uri());
      segments.add(new Segment(number++, uri, seconds(segment.duration()), init));
    }
    return new Media(segments, seconds(playlist.targetDuration()), !playlist.ongoing());
  }

  private static void check(MediaSegment segment) throws VideoException {
    boolean encrypted =
        segment.segmentKey().filter(it -> it.method() != KeyMethod.NONE).isPresent();
    boolean partOfFile =
        segment.byteRange().isPresent()
            || segment.segmentMap().filter(it -> it.byteRange().isPresent()).isPresent();
    if (encrypted || partOfFile) {
      throw new VideoException(Fault.FORMAT);
    }
  }

  private static URI resolved(URI base, String address) throws VideoException {
    try {
      return base.resolve(address);
    } catch (IllegalArgumentException noAddress) {
      throw new VideoException(Fault.NOT_ALLOWED);
    }
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(Math.clamp(seconds, 0, 3600) * 1000));
  }
}
