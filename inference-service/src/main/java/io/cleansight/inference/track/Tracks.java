package io.cleansight.inference.track;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The people of one camera, followed from frame to frame after the manner of ByteTrack (Zhang et
 * al., 2022): sure observations are matched first and may begin a track, faint ones may only
 * continue one. A value: {@link #follow} gives the next.
 *
 * @param nextId id of the next new track
 * @param tracks all that may still be continued
 */
public record Tracks(long nextId, List<Track> tracks) {
  public static final Tracks NONE = new Tracks(1, List.of());

  /** How long a person may be hidden and still be the same. */
  static final Duration GAP = Duration.ofSeconds(3);

  private static final double SURE = 0.4;
  private static final double BEGINS = 0.45;

  /**
   * Heads' widths that a person may be off the predicted place, and how much more for each second
   * out of sight.
   */
  private static final double REACH = 1.2;

  private static final double REACH_PER_SECOND = 0.6;

  /** Areas of one head in two frames differ by less than this. */
  private static final double LIKENESS = 0.35;

  public Tracks {
    tracks = List.copyOf(tracks);
  }

  /** Which track an observation belongs to. */
  public record Sighted(long trackId, Observation observation) {}

  /** The next state, and who was seen in the order of the observations. */
  public record Step(Tracks next, List<Sighted> sighted) {}

  /**
   * Takes one frame.
   *
   * @param at not before the last frame's
   */
  public Step follow(Instant at, List<Observation> observations) {
    Map<Observation, Track> matches = new HashMap<>();
    Set<Long> taken = new HashSet<>();
    match(at, observations.stream().filter(seen -> seen.score() >= SURE).toList(), matches, taken);
    match(at, observations.stream().filter(seen -> seen.score() < SURE).toList(), matches, taken);

    long id = nextId;
    var next = new ArrayList<Track>();
    var sighted = new ArrayList<Sighted>();
    for (var observation : observations) {
      Track known = matches.get(observation);
      if (known == null && observation.score() < BEGINS) {
        continue;
      }
      Track track =
          known == null
              ? new Track(id++, observation.region(), 0, 0, at)
              : known.seenAgain(observation.region(), at);
      next.add(track);
      sighted.add(new Sighted(track.id(), observation));
    }
    tracks.stream()
        .filter(track -> !taken.contains(track.id()) && track.seen().plus(GAP).isAfter(at))
        .forEach(next::add);
    return new Step(new Tracks(id, next), List.copyOf(sighted));
  }

  /** Whether that track may still be continued. */
  public boolean has(long trackId) {
    return tracks.stream().anyMatch(track -> track.id() == trackId);
  }

  private record Pair(Track track, Observation observation, double distance) {}

  /** Nearest pairs first, each side once. */
  private void match(
      Instant at,
      List<Observation> observations,
      Map<Observation, Track> matches,
      Set<Long> taken) {
    tracks.stream()
        .filter(track -> !taken.contains(track.id()))
        .flatMap(track -> observations.stream().map(seen -> pair(track, seen, at)))
        .filter(pair -> pair.distance <= REACH + REACH_PER_SECOND * pair.track.secondsSinceSeen(at))
        .filter(pair -> pair.track.region().likeness(pair.observation.region()) >= LIKENESS)
        .sorted(
            Comparator.comparingDouble(Pair::distance).thenComparingLong(pair -> pair.track.id()))
        .forEachOrdered(
            pair -> {
              if (!matches.containsKey(pair.observation) && taken.add(pair.track.id())) {
                matches.put(pair.observation, pair.track);
              }
            });
  }

  private static Pair pair(Track track, Observation seen, Instant at) {
    return new Pair(track, seen, track.predicted(at).distance(seen.region()));
  }
}
