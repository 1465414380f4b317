package io.cleansight.capture.camera;

import io.cleansight.capture.camera.Positions.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The frames of a recorded file that were published and are not known to be judged, in their order.
 * A frame is judged when the detector's position is beyond it while Kafka still has it, and the
 * judge's position is then beyond everything that was detected by that time. As large as its caller
 * lets it become. For one thread.
 */
final class Unjudged {
  private final Deque<Sent> sent = new ArrayDeque<>();
  private long bytes;

  /** Frames of a partition before that offset which nobody has read. */
  record Unread(int partition, long before) {}

  private enum Fate {
    WAITING,
    JUDGED,
    LOST
  }

  int frames() {
    return sent.size();
  }

  /** The size of their pictures together. */
  long bytes() {
    return bytes;
  }

  /** Takes a frame that is on its way; its sequence is higher than any that is here. */
  void add(long sequence, int size, CompletableFuture<RecordMetadata> acknowledgement) {
    sent.add(new Sent(sequence, size, acknowledgement));
    bytes += size;
  }

  /**
   * Forgets what has been judged.
   *
   * @param now in {@code System.nanoTime}
   * @return the first sequence that is lost: it never arrived, or Kafka has deleted it before it
   *     was known to be judged; empty if none is
   */
  OptionalLong look(Positions known, long now) {
    for (var frames = sent.iterator(); frames.hasNext(); ) {
      Sent frame = frames.next();
      switch (frame.fate(known, now)) {
        case WAITING -> {}
        case JUDGED -> {
          frames.remove();
          bytes -= frame.size;
        }
        case LOST -> {
          return OptionalLong.of(frame.sequence);
        }
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Forgets a lost frame and all after it, as they will be published again.
   *
   * @return where those lie that Kafka still has, if the detector has read none of them: it would
   *     read them before the lost ones that come again, and these would then count as repeats
   */
  Optional<Unread> forgetFrom(long sequence, Positions known) {
    var remaining = new ArrayList<RecordMetadata>();
    while (!sent.isEmpty() && sent.getLast().sequence >= sequence) {
      Sent frame = sent.removeLast();
      bytes -= frame.size;
      frame.place().ifPresent(remaining::add);
    }
    return remaining.isEmpty() ? Optional.empty() : unread(remaining, known);
  }

  private static Optional<Unread> unread(List<RecordMetadata> lastFirst, Positions known) {
    int number = lastFirst.getFirst().partition();
    Partition partition = known.frames().get(number);
    if (partition == null) {
      return Optional.empty();
    }
    List<Long> present =
        lastFirst.stream()
            .filter(it -> it.partition() == number)
            .map(RecordMetadata::offset)
            .filter(offset -> offset >= partition.start())
            .toList();
    return present.isEmpty() || present.getLast() < partition.committed()
        ? Optional.empty()
        : Optional.of(new Unread(number, present.getFirst() + 1));
  }

  private static final class Sent {
    private static final long UNDETECTED = -1;

    private final long sequence;
    private final int size;
    private final CompletableFuture<RecordMetadata> acknowledgement;

    /** When it was first seen to be acknowledged. */
    private OptionalLong acknowledgedAt = OptionalLong.empty();

    /** Behind what was detected when it was first seen that the detector has passed it. */
    private long detectedBefore = UNDETECTED;

    Sent(long sequence, int size, CompletableFuture<RecordMetadata> acknowledgement) {
      this.sequence = sequence;
      this.size = size;
      this.acknowledgement = acknowledgement;
    }

    /** Where it was put; empty while that is not known. */
    Optional<RecordMetadata> place() {
      return acknowledgement.isDone() && !acknowledgement.isCompletedExceptionally()
          ? Optional.of(acknowledgement.join()).filter(RecordMetadata::hasOffset)
          : Optional.empty();
    }

    Fate fate(Positions known, long now) {
      if (!acknowledgement.isDone()) {
        return Fate.WAITING;
      }
      Optional<RecordMetadata> place = place();
      if (place.isEmpty()) {
        return Fate.LOST; // refused after all, or put where the broker does not say
      }
      if (acknowledgedAt.isEmpty()) {
        acknowledgedAt = OptionalLong.of(now);
      }
      int number = place.get().partition();
      Partition frames = known.frames().get(number);
      Partition detections = known.detections().get(number);
      if (frames == null || detections == null) {
        return Fate.WAITING;
      }
      if (detectedBefore == UNDETECTED) {
        long offset = place.get().offset();
        if (isGone(offset, frames, known.askedAt())) {
          return Fate.LOST;
        }
        if (frames.committed() <= offset) {
          return Fate.WAITING;
        }
        detectedBefore = detections.end();
      }
      // What lies last may be a transaction's marker, which is no record to be read.
      return detections.committed() >= detectedBefore - 1 ? Fate.JUDGED : Fate.WAITING;
    }

    /** Deleted with age, or with a topic that was made anew. */
    private boolean isGone(long offset, Partition frames, long askedAt) {
      boolean known = askedAt - acknowledgedAt.orElseThrow() > 0;
      return offset < frames.start() || (known && offset >= frames.end());
    }
  }
}
