package io.cleansight.contracts;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.NameBasedGenerator;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Identities that follow from what they identify (UUIDv5), so that whatever is made twice is made
 * equal.
 */
public final class Ids {
  private static final UUID NAMESPACE = UUID.fromString("6f1a4a0e-6d0c-5b0a-9a38-0d1f3a6c9b57");

  private Ids() {}

  /** The id of a camera's frame; the epoch counts to the microsecond, as on the wire. */
  public static UUID frame(String cameraId, Instant epoch, long sequence) {
    return named("frame", cameraId, micros(epoch), Long.toString(sequence));
  }

  /** The id of the episode that {@code frameId} opened. */
  public static UUID violation(UUID frameId, String type, long trackId) {
    return named("violation", frameId.toString(), type, Long.toString(trackId));
  }

  /** The id of the visit of somebody whom that frame shows first, under that track. */
  public static UUID visit(UUID frameId, long trackId) {
    return named("visit", frameId.toString(), Long.toString(trackId));
  }

  /** The id of the hand wash or sanitisation that was seen to be done in that frame. */
  public static UUID hygieneEvent(UUID frameId, String type, long trackId) {
    return named("hygiene", frameId.toString(), type, Long.toString(trackId));
  }

  /** The id of the line in the audit that says what an erasure erased. */
  public static UUID erasureResult(UUID erasureId) {
    return named("erasure-result", erasureId.toString());
  }

  /** The id of the file of a camera's recorded video that begins with that segment of that run. */
  public static UUID recording(String cameraId, Instant epoch, long generation, long sequence) {
    return named(
        "recording", cameraId, micros(epoch), Long.toString(generation), Long.toString(sequence));
  }

  /** The id of the alert that a rule raised for a scope over the window that began then. */
  public static UUID alert(UUID ruleId, String scope, Instant windowStart) {
    return named("alert", ruleId.toString(), scope, micros(windowStart));
  }

  /**
   * The id of an event that a topic is told of something: of two events whose ids are equal one was
   * sent again.
   *
   * @param about the id of what it tells of, for instance of a frame or a violation
   * @param word what else tells it from other events of that topic about the same
   */
  public static UUID event(String topic, UUID about, String... word) {
    var parts = new ArrayList<>(List.of(topic, about.toString()));
    parts.addAll(List.of(word));
    return named("event", parts.toArray(String[]::new));
  }

  /**
   * The id of what came of a record that brought none of its own.
   *
   * @param appended when its topic had it, so that a topic made anew has other ids
   */
  public static UUID record(String topic, int partition, long offset, Instant appended) {
    return named(
        "record", topic, Integer.toString(partition), Long.toString(offset), micros(appended));
  }

  /** The id of the command that a caller sends, however often, under that key. */
  public static UUID command(String caller, String key) {
    return named("command", caller, key);
  }

  /** The id of the notification of one state of an alert to one recipient of a channel. */
  public static UUID notification(UUID alertId, String state, String channel, String recipient) {
    return named("notification", alertId.toString(), state, channel, recipient);
  }

  /** The id of one notification that sums up those with the given ids, in that order. */
  public static UUID summary(List<String> notificationIds) {
    return named("summary", notificationIds.toArray(String[]::new));
  }

  // The parts are joined by a character that no camera id may contain: no two lists of parts make
  // one name.
  private static UUID named(String kind, String... parts) {
    // A generator holds a MessageDigest and is not for several threads.
    NameBasedGenerator generator = Generators.nameBasedGenerator(NAMESPACE);
    return generator.generate(kind + '\u001f' + String.join("\u001f", parts));
  }

  private static String micros(Instant at) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at));
  }
}
