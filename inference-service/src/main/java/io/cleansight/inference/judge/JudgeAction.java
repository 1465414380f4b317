package io.cleansight.inference.judge;

import io.cleansight.contracts.codec.Decoded;
import java.time.Instant;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** What is to be stored or sent after an event; to be done in the order in which it was said. */
sealed interface JudgeAction {

  record StoreState(String camera, CameraState state) implements JudgeAction {}

  record StoreSettings(String camera, CameraSettings settings) implements JudgeAction {}

  record DeleteSettings(String camera) implements JudgeAction {}

  /**
   * An event about a camera, which is its key.
   *
   * @param id the event's identity
   * @param at the event's time
   */
  record Send(String topic, String camera, UUID id, Instant at, SpecificRecord event)
      implements JudgeAction {}

  /** The record that was taken is no use, and goes to its topic's dead letters. */
  record SendDeadLetter(Decoded.Unreadable<SpecificRecord> why) implements JudgeAction {}
}
