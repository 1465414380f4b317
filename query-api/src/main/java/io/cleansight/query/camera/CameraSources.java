package io.cleansight.query.camera;

import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.CameraStream.Kind;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.StreamScheme;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.CameraSource;
import io.cleansight.query.setting.SettingWriter;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.sourcekey.SourcePublicKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Where cameras' video comes from: encrypted before it leaves this process, which cannot decrypt it
 * and keeps it nowhere. No message holds an address, as that may hold a password.
 */
@Component
class CameraSources {
  private static final int LONGEST = 2000;

  private final CameraReader cameras;
  private final SettingWriter writer;
  private final @Nullable SourcePublicKey key;

  /**
   * @param key empty: no address is taken
   */
  CameraSources(
      CameraReader cameras,
      SettingWriter writer,
      @Value("${query.camera-public-key:}") String key) {
    this.cameras = cameras;
    this.writer = writer;
    this.key = key.isBlank() ? null : new SourcePublicKey(key);
  }

  /** What is to become of where a stream comes from. */
  sealed interface Change {}

  /** It stays as it is, be it none. */
  record Kept() implements Change {}

  /** There is none any more. */
  record Removed(CameraStream stream) implements Change {}

  /** It is another one. */
  record Replaced(CameraSource event) implements Change {}

  /**
   * What is to become of a camera's streams.
   *
   * @param after of which it is set then
   */
  record Changes(Change main, Change substream, CameraReader.Streams after) {}

  /**
   * What somebody wants of a camera's streams, checked, whatever they are now.
   *
   * @param source as it was written; null: the one it has; empty: none
   * @param substream likewise
   * @throws BadParameterException if one is no address of a stream, or there is no key
   */
  Wish wish(String cameraId, @Nullable String source, @Nullable String substream) {
    return new Wish(
        cameraId, change(cameraId, Kind.MAIN, source), change(cameraId, Kind.SUBSTREAM, substream));
  }

  /** What somebody wants of a camera's streams. */
  record Wish(String cameraId, Change main, Change substream) {
    /**
     * What is to become of them. Without a source it has no substream either.
     *
     * @param before of which it is set now
     * @throws BadParameterException if there would be a substream alone
     */
    Changes of(CameraReader.Streams before) {
      boolean hasMain = isSet(before.main(), main);
      if (!hasMain && substream instanceof Replaced) {
        throw new BadParameterException("substream", "absent where no source is set");
      }
      Change second =
          main instanceof Removed
              ? new Removed(CameraStream.of(cameraId, Kind.SUBSTREAM))
              : substream;
      return new Changes(
          main, second, new CameraReader.Streams(hasMain, isSet(before.substream(), second)));
    }
  }

  /** What is to become of a camera's main stream alone, checked alike. */
  Change change(String cameraId, @Nullable String source) {
    return change(cameraId, Kind.MAIN, source);
  }

  private Change change(String cameraId, Kind kind, @Nullable String address) {
    CameraStream stream = CameraStream.of(cameraId, kind);
    return switch (address) {
      case null -> new Kept();
      case "" -> new Removed(stream);
      default -> new Replaced(encrypted(stream, address));
    };
  }

  private CameraSource encrypted(CameraStream stream, String address) {
    String field = stream.is(Kind.MAIN) ? "source" : "substream";
    String encrypted = key(field).encrypt(checked(field, address), stream.cameraId());
    return new CameraSource(stream.cameraId(), encrypted, stream.stream());
  }

  /** What is to be sent of that. */
  List<ProducerRecord<String, Object>> records(Changes changes) {
    return Stream.of(changes.main(), changes.substream()).flatMap(this::record).toList();
  }

  /** The same where neither is to be set any more. */
  List<ProducerRecord<String, Object>> removal(String cameraId) {
    return Stream.of(Kind.values())
        .flatMap(kind -> record(new Removed(CameraStream.of(cameraId, kind))))
        .toList();
  }

  private Stream<ProducerRecord<String, Object>> record(Change change) {
    return switch (change) {
      case Kept() -> Stream.empty();
      case Removed(var stream) ->
          Stream.of(SettingWriter.withdraw(Topics.CAMERA_SOURCES, stream.key()));
      case Replaced(var event) ->
          Stream.of(writer.set(Topics.CAMERA_SOURCES, UUID.randomUUID(), event));
    };
  }

  /** Whether the camera has a source of somebody's setting. */
  boolean isSet(String cameraId) {
    return cameras.kept(cameraId).hasSource();
  }

  private static boolean isSet(boolean before, Change change) {
    return switch (change) {
      case Kept() -> before;
      case Removed _ -> false;
      case Replaced _ -> true;
    };
  }

  private SourcePublicKey key(String field) {
    if (key == null) {
      throw new BadParameterException(
          field, "absent: this service has no key to encrypt it with (CAMERA_PUBLIC_KEY)");
    }
    return key;
  }

  private static String checked(String field, String source) {
    if (source.length() > LONGEST || !isStream(source)) {
      throw new BadParameterException(
          field,
          "an address of at most "
              + LONGEST
              + " characters, one of "
              + new TreeSet<>(Term.words(StreamScheme.class)));
    }
    return source;
  }

  private static boolean isStream(String source) {
    try {
      var uri = new URI(source);
      return uri.getHost() != null
          && uri.getScheme() != null
          && Term.words(StreamScheme.class).contains(uri.getScheme().toLowerCase(Locale.ROOT));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}
