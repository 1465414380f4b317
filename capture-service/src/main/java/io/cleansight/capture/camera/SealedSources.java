package io.cleansight.capture.camera;

import io.cleansight.capture.video.Source;
import io.cleansight.messaging.Seal;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Opens the addresses that people set. Only streams are opened: a path would read this machine. */
@Component
class SealedSources {
  static final String COMPLAINT =
      "no stream's address, or sealed with a key that capture-service does not have (CAMERA_KEY)";

  private final Optional<Seal> seal;

  SealedSources(CaptureProperties settings) {
    this.seal = Optional.ofNullable(settings.cameraKey()).map(Seal::new);
  }

  /** The address; empty if it was not sealed for that camera with our key, or is no stream's. */
  Optional<String> open(String sealed, String cameraId) {
    return seal.flatMap(it -> it.open(sealed, cameraId)).filter(SealedSources::isStream);
  }

  private static boolean isStream(String address) {
    try {
      return Source.parse(address) instanceof Source.Stream;
    } catch (IllegalArgumentException noAddress) { // its message may hold it: nothing is logged
      return false;
    }
  }
}
