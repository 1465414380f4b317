package io.cleansight.query.camera;

import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.CameraStream.Kind;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.vocabulary.StreamScheme;
import io.cleansight.contracts.vocabulary.Term;
import io.cleansight.event.CameraSource;
import io.cleansight.query.command.CommandPublisher;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.sourcekey.SourcePublicKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
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
  private final CommandPublisher commands;
  private final @Nullable SourcePublicKey key;

  /**
   * @param key empty: no address is taken
   */
  CameraSources(
      CameraReader cameras,
      CommandPublisher commands,
      @Value("${query.camera-public-key:}") String key) {
    this.cameras = cameras;
    this.commands = commands;
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
   * What is to become of a camera's streams, checked. Without a source it has no substream either.
   *
   * @param source as it was written; null: the one it has; empty: none
   * @param substream likewise
   * @throws BadParameterException if one is no address of a stream, there is no key, or there would
   *     be a substream alone
   */
  Changes changes(String cameraId, @Nullable String source, @Nullable String substream) {
    CameraReader.Streams before = cameras.streams(cameraId);
    Change main = change(cameraId, Kind.MAIN, source);
    boolean hasMain = isSet(before.main(), main);
    Change second = change(cameraId, Kind.SUBSTREAM, substream);
    if (!hasMain && second instanceof Replaced) {
      throw new BadParameterException("substream", "absent where no source is set");
    }
    if (main instanceof Removed) {
      second = new Removed(CameraStream.of(cameraId, Kind.SUBSTREAM));
    }
    return new Changes(
        main, second, new CameraReader.Streams(hasMain, isSet(before.substream(), second)));
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

  /** Returns once Kafka has both; 503 if Kafka does not answer, and then perhaps has the first. */
  void send(Changes changes) throws InterruptedException {
    send(changes.main());
    send(changes.substream());
  }

  /** Neither is set any more. */
  void remove(String cameraId) throws InterruptedException {
    for (Kind kind : Kind.values()) {
      send(new Removed(CameraStream.of(cameraId, kind)));
    }
  }

  private void send(Change change) throws InterruptedException {
    switch (change) {
      case Kept() -> {}
      case Removed(var stream) -> commands.withdraw(Topics.CAMERA_SOURCES, stream.key());
      case Replaced(var event) -> commands.send(Topics.CAMERA_SOURCES, UUID.randomUUID(), event);
    }
  }

  /** Whether the camera has a source of somebody's setting. */
  boolean isSet(String cameraId) {
    return cameras.streams(cameraId).main();
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
