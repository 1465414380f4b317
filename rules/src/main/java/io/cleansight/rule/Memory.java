package io.cleansight.rule;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a condition remembers of one camera; bounded, and kept in a changelog. */
public sealed interface Memory {
  Memory NOTHING = new Nothing();

  /** A time near which those lie that it remembers. */
  Instant near();

  record Nothing() implements Memory {
    @Override
    public Instant near() {
      return Instant.EPOCH;
    }
  }

  /** Violations that further ones may share a window with, oldest first. */
  record Hits(List<Hit> hits) implements Memory {
    public Hits {
      hits = List.copyOf(hits);
    }

    @Override
    public Instant near() {
      return hits.isEmpty() ? Instant.EPOCH : hits.getLast().at();
    }
  }

  /** Since when the condition has held. */
  record Since(Instant at) implements Memory {
    @Override
    public Instant near() {
      return at;
    }
  }

  /** Since when, and until when at least, one person was in the zone. */
  record Stay(Instant since, Instant last) {}

  /** Who is in the zone, by track. */
  record Stays(Instant epoch, Map<Long, Stay> stays) implements Memory {
    public Stays {
      stays = Map.copyOf(stays);
    }

    @Override
    public Instant near() {
      return stays.isEmpty() ? epoch : stays.values().iterator().next().last();
    }
  }

  /** Verdicts and new people of a part of a window. */
  record Tally(Instant start, int compliant, int violating, int people) {}

  /**
   * @param newestTrack the highest track counted as a person; tracks are numbered upwards
   */
  record Tallies(Instant epoch, long newestTrack, List<Tally> tallies) implements Memory {
    public Tallies {
      tallies = List.copyOf(tallies);
    }

    @Override
    public Instant near() {
      return tallies.isEmpty() ? epoch : tallies.getLast().start();
    }
  }
}
