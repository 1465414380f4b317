package io.cleansight.contracts;

import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.CameraSource;

/**
 * One of a camera's streams, as the topic of sources has a record for each.
 *
 * @param stream the word of a {@link Kind}, or one that this release does not know
 */
public record CameraStream(String cameraId, String stream) {
  private static final char BETWEEN = '/'; // is in no camera's id

  /** What a stream is for. */
  public enum Kind implements Term {
    /** The camera's picture as it is kept, and seen where there is no other. */
    MAIN,
    /** The same picture made smaller, from which frames are taken. */
    SUBSTREAM
  }

  public static CameraStream of(String cameraId, Kind kind) {
    return new CameraStream(cameraId, kind.word());
  }

  public static CameraStream of(CameraSource source) {
    return new CameraStream(source.getCameraId(), source.getStream());
  }

  /** What a record of that key is about, be it without a value. */
  public static CameraStream ofKey(String key) {
    int end = key.indexOf(BETWEEN);
    return end < 0
        ? of(key, Kind.MAIN)
        : new CameraStream(key.substring(0, end), key.substring(end + 1));
  }

  /** Of its record: of the main stream the camera's id alone, as before there were others. */
  public String key() {
    return is(Kind.MAIN) ? cameraId : cameraId + BETWEEN + stream;
  }

  public boolean is(Kind kind) {
    return kind.is(stream);
  }
}
