package io.cleansight.rule;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a condition remembers of one camera; bounded, and in the changelog under these names. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Memory.Nothing.class, name = "nothing"),
  @JsonSubTypes.Type(value = Memory.Hits.class, name = "hits"),
  @JsonSubTypes.Type(value = Memory.Since.class, name = "since"),
  @JsonSubTypes.Type(value = Memory.Stays.class, name = "stays"),
  @JsonSubTypes.Type(value = Memory.Tallies.class, name = "tallies")
})
public sealed interface Memory {
  Memory NOTHING = new Nothing();

  record Nothing() implements Memory {}

  /** Violations that further ones may share a window with, oldest first. */
  record Hits(List<Hit> hits) implements Memory {
    public Hits {
      hits = List.copyOf(hits);
    }
  }

  /** Since when the condition has held. */
  record Since(Instant at) implements Memory {}

  /** Since when, and until when at least, one person was in the zone. */
  record Stay(Instant since, Instant last) {}

  /** Who is in the zone, by track. */
  record Stays(Instant epoch, Map<Long, Stay> stays) implements Memory {
    public Stays {
      stays = Map.copyOf(stays);
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
  }
}
