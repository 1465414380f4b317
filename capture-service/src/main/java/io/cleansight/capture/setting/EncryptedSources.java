package io.cleansight.capture.setting;

import io.cleansight.sourcekey.SourceKeyset;
import io.cleansight.video.Source;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import net.jcip.annotations.ThreadSafe;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The addresses that people set, encrypted as they were read, decrypted only to be opened. Only
 * streams are opened: a path would read this machine.
 */
@Component
@ThreadSafe
public class EncryptedSources {
  /** Why a source that is set has no address. */
  public static final String COMPLAINT =
      "no stream's address, or encrypted for a key that capture-service does not have"
          + " (CAMERA_PRIVATE_KEY)";

  private final @Nullable SourceKeyset keys;
  private final Map<String, String> kept = new ConcurrentHashMap<>();
  private final CountDownLatch known = new CountDownLatch(1);

  EncryptedSources(CaptureProperties settings) {
    String given = settings.cameraPrivateKey();
    this.keys = given == null ? null : SourceKeyset.parse(given);
  }

  /** Remembers what a camera has; null: nothing any more. */
  public void keep(String cameraId, @Nullable String encrypted) {
    if (encrypted == null) {
      kept.remove(cameraId);
    } else {
      kept.put(cameraId, encrypted);
    }
  }

  /** All that was set before this process started has been remembered. */
  public void known() {
    known.countDown();
  }

  /**
   * Waits until it is known what was set before this process started.
   *
   * @return false if it is not in that time
   */
  public boolean awaitKnown(Duration patience) throws InterruptedException {
    return known.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What a camera has, encrypted. */
  public Optional<String> kept(String cameraId) {
    return Optional.ofNullable(kept.get(cameraId));
  }

  /** The address; empty if it was not encrypted for that camera and our keys, or is no stream's. */
  public Optional<String> address(String encrypted, String cameraId) {
    return keys == null
        ? Optional.empty()
        : keys.decrypt(encrypted, cameraId).filter(EncryptedSources::isStream);
  }

  private static boolean isStream(String address) {
    try {
      return Source.parse(address) instanceof Source.Stream;
    } catch (IllegalArgumentException noAddress) { // its message may hold it: nothing is logged
      return false;
    }
  }
}
