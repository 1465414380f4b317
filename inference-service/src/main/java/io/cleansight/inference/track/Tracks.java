package io.cleansight.inference.track;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The people of one camera, followed from frame to frame after the manner of ByteTrack (Zhang et
 * al., 2022): sure observations are matched first and may begin a track, faint ones may only
 * continue one; where each is to be expected, a Kalman filter says. A value: {@link #follow} gives
 * the next.
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

  /** Widths and heights that a person may be off the expected place, if that is certain. */
  private static final double REACH = 1.2;

  /** How much more for each standard deviation of it, and the most in all. */
  private static final double REACH_PER_DEVIATION = 1.5;

  private static final double FARTHEST = 4;

  /** What it costs to take a bare head for a covered one, in shares of the reach. */
  private static final double CONTRADICTION = 0.5;

  /** What it costs to take one look for another, in shares of the reach. */
  private static final double UNLIKE = 0.8;

  /** Areas of one person in two frames differ by less than this. */
  private static final double LIKENESS = 0.3;

  public Tracks {
    tracks = List.copyOf(tracks);
  }

  /** Which track an observation belongs to. */
  public record Sighted(Track track, Observation observation) {}

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
    match(at, observations, matches, taken);

    long id = nextId;
    var sighted = new ArrayList<Sighted>();
    for (var observation : observations) {
      Track known = matches.get(observation);
      if (known != null) {
        sighted.add(new Sighted(known.seenAgain(observation, at), observation));
      } else if (observation.score() >= BEGINS) {
        sighted.add(new Sighted(Track.begin(id++, observation, at), observation));
      }
    }
    var next = new ArrayList<Track>();
    sighted.forEach(one -> next.add(one.track()));
    tracks.stream()
        .filter(track -> !taken.contains(track.id()) && isAwaited(track, at))
        .forEach(next::add);
    return new Step(new Tracks(id, next), List.copyOf(sighted));
  }

  /** That track, if it may still be continued. */
  public Optional<Track> find(long trackId) {
    return tracks.stream().filter(track -> track.id() == trackId).findFirst();
  }

  /** Whether somebody out of sight may be seen again under the same track. */
  private static boolean isAwaited(Track track, Instant at) {
    return track.confirmed() && track.seen().plus(GAP).isAfter(at);
  }

  private record Pair(Track track, Observation observation, double cost) {}

  /** Cheapest pairs first, each side once; what is matched already stays so. */
  private void match(
      Instant at,
      List<Observation> observations,
      Map<Observation, Track> matches,
      Set<Long> taken) {
    tracks.stream()
        .flatMap(track -> observations.stream().map(seen -> pair(track, seen, at)))
        .filter(pair -> pair.cost <= 1)
        .filter(pair -> pair.track.box().likeness(pair.observation.box()) >= LIKENESS)
        .sorted(Comparator.comparingDouble(Pair::cost).thenComparingLong(pair -> pair.track.id()))
        .forEachOrdered(
            pair -> {
              if (!matches.containsKey(pair.observation) && taken.add(pair.track.id())) {
                matches.put(pair.observation, pair.track);
              }
            });
  }

  private static Pair pair(Track track, Observation seen, Instant at) {
    double reach = Math.min(FARTHEST, REACH + REACH_PER_DEVIATION * track.unsure(at));
    double far = track.predicted(at).distance(seen.box()) / reach;
    double lean = seen.leaning();
    double against = lean * track.leaning() < 0 ? Math.abs(lean - track.leaning()) / 2 : 0;
    double unlike = Appearance.difference(track.appearance(), seen.appearance());
    // A contradiction may lose a person to a better match, never by itself to nobody.
    return new Pair(
        track, seen, far <= 1 ? Math.min(1, far + CONTRADICTION * against + UNLIKE * unlike) : far);
  }
}
