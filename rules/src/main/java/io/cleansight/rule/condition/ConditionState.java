package io.cleansight.rule.condition;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a condition remembers of one camera; bounded, and kept in a changelog. */
public sealed interface ConditionState {
  ConditionState NOTHING = new Nothing();

  /** A time near which those lie that it remembers. */
  Instant near();

  record Nothing() implements ConditionState {
    @Override
    public Instant near() {
      return Instant.EPOCH;
    }
  }

  /** Violations that further ones may share a window with, oldest first. */
  record ViolationRefs(List<ViolationRef> refs) implements ConditionState {
    public ViolationRefs {
      refs = List.copyOf(refs);
    }

    @Override
    public Instant near() {
      return refs.isEmpty() ? Instant.EPOCH : refs.getLast().at();
    }
  }

  /** Since when the condition has held. */
  record Since(Instant at) implements ConditionState {
    @Override
    public Instant near() {
      return at;
    }
  }

  /** Since when, and until when at least, one person was in the zone. */
  record ZoneStay(Instant since, Instant last) {}

  /** Who is in the zone, by track. */
  record ZoneStays(Instant epoch, Map<Long, ZoneStay> stays) implements ConditionState {
    public ZoneStays {
      stays = Map.copyOf(stays);
    }

    @Override
    public Instant near() {
      return stays.isEmpty() ? epoch : stays.values().iterator().next().last();
    }
  }

  /** Verdicts and new people of a part of a window. */
  record WindowCount(Instant start, int compliant, int violating, int people) {}

  /**
   * @param newestTrack the highest track counted as a person; tracks are numbered upwards
   */
  record WindowCounts(Instant epoch, long newestTrack, List<WindowCount> tallies)
      implements ConditionState {
    public WindowCounts {
      tallies = List.copyOf(tallies);
    }

    @Override
    public Instant near() {
      return tallies.isEmpty() ? epoch : tallies.getLast().start();
    }
  }
}
