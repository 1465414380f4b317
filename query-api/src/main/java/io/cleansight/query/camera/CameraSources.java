package io.cleansight.query.camera;

import io.cleansight.contracts.Words;
import io.cleansight.messaging.Seal;
import io.cleansight.query.web.BadParameterException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Where cameras' video comes from: sealed before it leaves this process, and never opened here. No
 * message holds an address, as that may hold a password.
 */
@Component
class CameraSources {
  private static final int LONGEST = 2000;
  private static final String KEPT =
      "SELECT source FROM cameras WHERE id = :id AND source IS NOT NULL";

  private final JdbcClient jdbc;
  private final Optional<Seal> seal;

  /**
   * @param key empty: no address is taken
   */
  CameraSources(JdbcClient jdbc, @Value("${query.camera-key:}") String key) {
    this.jdbc = jdbc;
    this.seal = key.isBlank() ? Optional.empty() : Optional.of(new Seal(key));
  }

  /**
   * The sealed address that a camera is to have.
   *
   * @param source as it was written; null: the one it has; empty: none
   * @throws BadParameterException if it is no address of a stream, or there is no key
   */
  Optional<String> sealed(String cameraId, @Nullable String source) {
    if (source == null) {
      return jdbc.sql(KEPT).param("id", cameraId).query(String.class).optional();
    }
    return source.isEmpty()
        ? Optional.empty()
        : Optional.of(seal().close(checked(source), cameraId));
  }

  private Seal seal() {
    return seal.orElseThrow(
        () ->
            new BadParameterException(
                "source", "absent: this service has no key to seal it with (CAMERA_KEY)"));
  }

  private static String checked(String source) {
    if (source.length() > LONGEST || !isStream(source)) {
      throw new BadParameterException(
          "source",
          "an address of at most "
              + LONGEST
              + " characters, one of "
              + new TreeSet<>(Words.STREAM_SCHEMES));
    }
    return source;
  }

  private static boolean isStream(String source) {
    try {
      var uri = new URI(source);
      return uri.getHost() != null
          && uri.getScheme() != null
          && Words.STREAM_SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT));
    } catch (URISyntaxException malformed) {
      return false;
    }
  }
}
