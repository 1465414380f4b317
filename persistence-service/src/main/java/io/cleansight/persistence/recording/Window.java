package io.cleansight.persistence.recording;

import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.persistence.once.OnceWriter.Gathered;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one partition and is not written yet: files of about a minute, which all end
 * together, so that the partition has one position. Holds no video in memory.
 */
@NotThreadSafe
final class Window {
  private final TopicPartition partition;
  private final Object certainty;
  private final Instant began;
  private final List<Draft> drafts = new ArrayList<>();
  private final Map<String, Draft> open = new HashMap<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final Map<Untimely, Integer> untimely = new HashMap<>();
  private long next;

  /** Segments that are not recorded, as their time cannot be right. */
  record Untimely(String camera, String reason, Instant at) {}

  /**
   * @param certainty of the partition's position, see {@link Gathered}
   * @param began when the broker had its first record
   */
  Window(TopicPartition partition, Object certainty, Instant began) {
    this.partition = partition;
    this.certainty = certainty;
    this.began = began;
  }

  boolean goesOnWith(Object other) {
    return certainty.equals(other);
  }

  /**
   * Whether its files end.
   *
   * @param most bytes that they may have
   */
  boolean isOver(Instant now, Duration length, long most) {
    return !now.isBefore(began.plus(length)) || bytes() >= most;
  }

  private long bytes() {
    return drafts.stream().mapToLong(Draft::length).sum();
  }

  /** Whether that record is in it already. */
  boolean has(long offset) {
    return offset < next;
  }

  /** All up to that record has been added. */
  void read(long offset) {
    next = offset + 1;
  }

  /** The camera's latest file, if it is of that run. */
  @Nullable Draft draft(Run run) {
    Draft draft = open.get(run.cameraId());
    return draft != null && draft.isOf(run) ? draft : null;
  }

  void add(Draft draft) {
    drafts.add(draft);
    open.put(draft.run().cameraId(), draft);
  }

  void add(DeadLetter letter) {
    deadLetters.add(letter);
  }

  void add(Untimely event) {
    untimely.merge(event, 1, Integer::sum);
  }

  /** Its files in which there is something. */
  List<Draft> drafts() {
    return drafts.stream().filter(draft -> !draft.isEmpty()).toList();
  }

  Map<Untimely, Integer> untimely() {
    return untimely;
  }

  Gathered gathered() {
    return new Gathered(partition, certainty, next, deadLetters);
  }

  TopicPartition partition() {
    return partition;
  }

  /** Deletes what is left of its files on this machine. */
  void close() throws IOException {
    for (Draft draft : drafts) {
      draft.close();
    }
  }
}
