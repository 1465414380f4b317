package io.cleansight.video.clip;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FrameGrabber;

/** The pieces of a clip as one video, and when each of its pictures was captured. */
final class Pieces {
  private final ClipRequest request;
  private final NavigableMap<Long, Duration> captured = new TreeMap<>();
  private int pictures;
  private long first = Long.MAX_VALUE;
  private long end = Long.MIN_VALUE;

  /** Looks at all packets once. */
  Pieces(ClipRequest request) throws FrameGrabber.Exception {
    this.request = request;
    NavigableMap<Long, Integer> places = places();
    var seen = new ArrayList<Integer>();
    try (var grabber = open()) {
      AVRational base = grabber.getFormatContext().streams(grabber.getVideoStream()).time_base();
      for (AVPacket it = grabber.grabPacket(); it != null; it = grabber.grabPacket()) {
        if (it.stream_index() == grabber.getVideoStream()) {
          long at = micros(it.pts(), base);
          note(at, micros(it.duration(), base), places.floorEntry(it.pos()).getValue(), seen);
        }
        org.bytedeco.ffmpeg.global.avcodec.av_packet_unref(it);
      }
    }
  }

  /** Opens them as one video, at the beginning. */
  FFmpegFrameGrabber open() throws FrameGrabber.Exception {
    var parts = new ArrayList<InputStream>();
    parts.add(new ByteArrayInputStream(request.init()));
    request.pieces().forEach(it -> parts.add(new ByteArrayInputStream(it.fragment())));
    var grabber =
        new FFmpegFrameGrabber(new SequenceInputStream(Collections.enumeration(parts)), 0);
    grabber.setFormat("mp4");
    grabber.start();
    return grabber;
  }

  int pictures() {
    return pictures;
  }

  Duration length() {
    return pictures == 0 ? Duration.ZERO : micros(end - first);
  }

  /** When the picture of that time stamp, in microseconds, was captured since the first one. */
  Duration captured(long timestamp) {
    var begin = captured.floorEntry(timestamp);
    if (begin == null) {
      begin = captured.firstEntry();
    }
    return begin.getValue().plus(micros(timestamp - begin.getKey()));
  }

  /** Of that time stamp, in microseconds, since the first picture. */
  long sinceFirst(long timestamp) {
    return timestamp - first;
  }

  /** The first picture of a piece as it is decoded, which need not be the first that is shown. */
  private void note(long at, long duration, int piece, List<Integer> seen) {
    pictures++;
    first = Math.min(first, at);
    end = Math.max(end, at + duration);
    if (seen.isEmpty() || seen.getLast() != piece) {
      seen.add(piece);
      captured.put(at, request.pieces().get(piece).at());
    }
  }

  /** Where each piece begins. */
  private NavigableMap<Long, Integer> places() {
    var places = new TreeMap<Long, Integer>();
    long at = request.init().length;
    places.put(0L, 0);
    places.put(-1L, 0);
    for (int i = 0; i < request.pieces().size(); i++) {
      places.put(at, i);
      at += request.pieces().get(i).fragment().length;
    }
    return places;
  }

  private static long micros(long ticks, AVRational base) {
    return Math.round(ticks * 1e6 * base.num() / base.den());
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(1000 * micros);
  }
}
