package io.cleansight.query.camera;

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

  /** What is to become of a camera's source. */
  sealed interface Change {}

  /** It stays as it is, be it none. */
  record Kept() implements Change {}

  /** There is none any more. */
  record Removed(String cameraId) implements Change {}

  /** It is another one. */
  record Replaced(CameraSource event) implements Change {}

  /**
   * What is to become of a camera's source, checked.
   *
   * @param source as it was written; null: the one it has; empty: none
   * @throws BadParameterException if it is no address of a stream, or there is no key
   */
  Change change(String cameraId, @Nullable String source) {
    if (source == null) {
      return new Kept();
    }
    return source.isEmpty()
        ? new Removed(cameraId)
        : new Replaced(new CameraSource(cameraId, key().encrypt(checked(source), cameraId), null));
  }

  /** Returns once Kafka has it; 503 if Kafka does not answer. */
  void send(Change change) throws InterruptedException {
    switch (change) {
      case Kept() -> {}
      case Removed(var id) -> commands.withdraw(Topics.CAMERA_SOURCES, id);
      case Replaced(var event) -> commands.send(Topics.CAMERA_SOURCES, UUID.randomUUID(), event);
    }
  }

  /** Whether the camera has a source of somebody's setting. */
  boolean isSet(String cameraId) {
    return cameras.hasSource(cameraId);
  }

  /** The same once the change is made. */
  boolean isSetAfter(String cameraId, Change change) {
    return switch (change) {
      case Kept() -> isSet(cameraId);
      case Removed _ -> false;
      case Replaced _ -> true;
    };
  }

  private SourcePublicKey key() {
    if (key == null) {
      throw new BadParameterException(
          "source", "absent: this service has no key to encrypt it with (CAMERA_PUBLIC_KEY)");
    }
    return key;
  }

  private static String checked(String source) {
    if (source.length() > LONGEST || !isStream(source)) {
      throw new BadParameterException(
          "source",
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
