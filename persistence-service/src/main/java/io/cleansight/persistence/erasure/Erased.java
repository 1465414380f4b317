package io.cleansight.persistence.erasure;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What erasures cover. */
public record Erased(List<Span> spans) {
  static final Erased NOTHING = new Erased(List.of());

  public Erased {
    spans = List.copyOf(spans);
  }

  /**
   * One erasure.
   *
   * @param to without it
   */
  record Span(Set<String> cameras, Instant from, Instant to, List<Kept> kept) {
    boolean covers(String camera, Instant at) {
      return cameras.contains(camera) && !at.isBefore(from) && at.isBefore(to);
    }

    boolean overlaps(String camera, Instant begin, Instant end) {
      return cameras.contains(camera)
          && begin.isBefore(to)
          && end.isAfter(from)
          && kept.stream().noneMatch(it -> it.overlaps(camera, begin, end));
    }
  }

  /** A violation that was held, and the time whose records belong to it, both ends included. */
  record Kept(UUID violationId, String cameraId, Instant from, Instant to) {
    boolean holds(String camera, Instant at) {
      return cameraId.equals(camera) && !at.isBefore(from) && !at.isAfter(to);
    }

    boolean overlaps(String camera, Instant begin, Instant end) {
      return cameraId.equals(camera) && !begin.isAfter(to) && !end.isBefore(from);
    }
  }

  public boolean isEmpty() {
    return spans.isEmpty();
  }

  /** Whether what was seen there and then is erased. */
  public boolean covers(String camera, Instant at) {
    return spans.stream()
        .anyMatch(
            it -> it.covers(camera, at) && it.kept().stream().noneMatch(k -> k.holds(camera, at)));
  }

  /** Whether that violation, which opened then, is erased. */
  public boolean covers(UUID violation, String camera, Instant openedAt) {
    return spans.stream()
        .anyMatch(
            it ->
                it.covers(camera, openedAt)
                    && it.kept().stream().noneMatch(k -> k.violationId().equals(violation)));
  }

  /** Whether some of what a camera recorded from {@code begin} to {@code end} is erased. */
  public boolean overlaps(String camera, Instant begin, Instant end) {
    return spans.stream().anyMatch(it -> it.overlaps(camera, begin, end));
  }
}
