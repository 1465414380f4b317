package io.cleansight.rule.condition;

import io.cleansight.event.Activity;
import io.cleansight.event.Person;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a frame.
 *
 * @param epoch track ids are unique within it
 */
public record FrameSeen(Instant at, Instant epoch, List<PersonSeen> people) {
  public FrameSeen {
    people = List.copyOf(people);
  }

  /**
   * @param zones types of the zones that the person is in
   * @param verdicts by item: compliant, violating, unknown
   */
  public record PersonSeen(long track, Set<String> zones, Map<String, String> verdicts) {
    public PersonSeen {
      zones = Set.copyOf(zones);
      verdicts = Map.copyOf(verdicts);
    }

    boolean isIn(@Nullable String zone) {
      return zone == null || zones.contains(zone);
    }
  }

  /**
   * @param at when it was captured, no later than the broker had it
   */
  public static FrameSeen of(Activity frame, Instant at) {
    return new FrameSeen(
        at, frame.getEpoch(), frame.getPeople().stream().map(FrameSeen::person).toList());
  }

  /**
   * @param zone null: the whole picture
   */
  int peopleIn(@Nullable String zone) {
    return (int) people.stream().filter(person -> person.isIn(zone)).count();
  }

  private static PersonSeen person(Person person) {
    var verdicts = new HashMap<String, String>();
    person.getVerdicts().forEach(it -> verdicts.put(it.getItem(), it.getVerdict()));
    return new PersonSeen(person.getTrackId(), Set.copyOf(person.getZones()), verdicts);
  }
}
