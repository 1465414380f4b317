package io.cleansight.persistence.clip;

import io.cleansight.messaging.deadletter.DeadLetter;
import org.jspecify.annotations.Nullable;

/**
 * A clip that lies in a store.
 *
 * @param label what it says of itself
 * @param blurred the same with heads hidden; null: there is none
 */
record KeptClip(String store, ClipLabel label, Content plain, @Nullable Content blurred) {

  record Content(String path, String sha256, int bytes) {

    static Content of(String path, byte[] bytes) {
      return new Content(path, DeadLetter.sha256(bytes), bytes.length);
    }
  }
}
