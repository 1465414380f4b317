package io.cleansight.capture.backlog;

import io.cleansight.capture.backlog.Positions.Partition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import net.jcip.annotations.NotThreadSafe;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a recorded file that were published and are not known to be judged, in order of
 * sequence. A frame is judged once the detector's position is beyond it while Kafka still has it,
 * and the judge's position has then passed everything detected by that time. The caller bounds its
 * size.
 */
@NotThreadSafe
public final class Unjudged {
  private final Deque<Sent> sent = new ArrayDeque<>();
  private long bytes;

  /** Unread frames of a partition, up to before that offset. */
  public record Remainder(int partition, long before) {}

  private enum Status {
    WAITING,
    JUDGED,
    LOST
  }

  public int frames() {
    return sent.size();
  }

  /** Total size of their pictures. */
  public long bytes() {
    return bytes;
  }

  /** Adds a frame that was sent; its sequence is higher than all before. */
  public void add(long sequence, int size, CompletableFuture<RecordMetadata> acknowledgement) {
    sent.add(new Sent(sequence, size, acknowledgement));
    bytes += size;
  }

  /**
   * Removes the frames that have been judged.
   *
   * @param now in {@code System.nanoTime}
   * @return the first lost sequence: it was never appended, or Kafka deleted it before it was known
   *     to be judged; empty if there is none
   */
  public OptionalLong update(Positions known, long now) {
    for (var frames = sent.iterator(); frames.hasNext(); ) {
      Sent frame = frames.next();
      switch (frame.status(known, now)) {
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
   * Removes a lost frame and all after it, as they will be published again.
   *
   * @return those of them that Kafka still has, if the detector has read none yet: it would read
   *     them before the lost ones are published again, which would then be ignored as repeats
   */
  public Optional<Remainder> forgetFrom(long sequence, Positions known) {
    var remaining = new ArrayList<RecordMetadata>();
    while (!sent.isEmpty() && sent.getLast().sequence >= sequence) {
      Sent frame = sent.removeLast();
      bytes -= frame.size;
      frame.place().ifPresent(remaining::add);
    }
    return remaining.isEmpty() ? Optional.empty() : remainder(remaining, known);
  }

  private static Optional<Remainder> remainder(List<RecordMetadata> lastFirst, Positions known) {
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
        : Optional.of(new Remainder(number, present.getFirst() + 1));
  }

  private static final class Sent {
    private static final long UNDETECTED = -1;

    private final long sequence;
    private final int size;
    private final CompletableFuture<RecordMetadata> acknowledgement;

    /** When the acknowledgement was first noticed; null until then. */
    private @Nullable Long acknowledgedAt;

    /** End of the detections when the detector was first known to be beyond this frame. */
    private long detectedBefore = UNDETECTED;

    Sent(long sequence, int size, CompletableFuture<RecordMetadata> acknowledgement) {
      this.sequence = sequence;
      this.size = size;
      this.acknowledgement = acknowledgement;
    }

    /** Its place in the topic; empty if unknown. */
    Optional<RecordMetadata> place() {
      return acknowledgement.isDone() && !acknowledgement.isCompletedExceptionally()
          ? Optional.of(acknowledgement.join()).filter(RecordMetadata::hasOffset)
          : Optional.empty();
    }

    Status status(Positions known, long now) {
      if (!acknowledgement.isDone()) {
        return Status.WAITING;
      }
      Optional<RecordMetadata> place = place();
      if (place.isEmpty()) {
        return Status.LOST; // rejected after all, or at an offset that the broker did not return
      }
      if (acknowledgedAt == null) {
        acknowledgedAt = now;
      }
      int number = place.get().partition();
      Partition frames = known.frames().get(number);
      Partition detections = known.detections().get(number);
      if (frames == null || detections == null) {
        return Status.WAITING;
      }
      return detectedBefore == UNDETECTED
          ? undetected(place.get().offset(), frames, detections, known.askedAt())
          : detected(detections);
    }

    private Status undetected(long offset, Partition frames, Partition detections, long askedAt) {
      if (isGone(offset, frames, askedAt)) {
        return Status.LOST;
      }
      if (frames.committed() <= offset) {
        return Status.WAITING;
      }
      detectedBefore = detections.end();
      return detected(detections);
    }

    private Status detected(Partition detections) {
      // The last offset may be a transaction marker, which no consumer reads.
      return detections.committed() >= detectedBefore - 1 ? Status.JUDGED : Status.WAITING;
    }

    /** Whether it was deleted by retention, or with the topic. */
    private boolean isGone(long offset, Partition frames, long askedAt) {
      boolean known = acknowledgedAt != null && askedAt - acknowledgedAt > 0;
      return offset < frames.start() || (known && offset >= frames.end());
    }
  }
}
