package io.cleansight.standalone.alerts;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.event.Box;
import io.cleansight.event.Violation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What happens to so many cameras, seeded: heaps of violations, some enough for an alert and some
 * not, and frames between them. And, counted by a slow and obvious hand that shares no line with
 * the service, the alerts that the two default rules are to make of it.
 */
final class Story {
  private static final UUID FREQUENT = DefaultRules.all().getFirst().getRuleId();
  private static final UUID UNWASHED = DefaultRules.all().getLast().getRuleId();

  private final Random random;
  private final List<Said> said = new ArrayList<>();
  private final SortedSet<String> alerts = new TreeSet<>();
  private final SortedSet<String> history = new TreeSet<>();

  /** An event and its topic. */
  record Said(String topic, String camera, SpecificRecord event) {}

  private record Happening(Instant at, String type, UUID id) {}

  Story(String cameraPrefix, int cameras, int heaps, long seed) {
    random = new Random(seed);
    var byCamera = new ArrayList<List<Said>>();
    for (int camera = 0; camera < cameras; camera++) {
      byCamera.add(tell(cameraPrefix + camera, heaps));
    }
    // In turn, as cameras come; each in its order.
    int longest = byCamera.stream().mapToInt(List::size).max().orElse(0);
    for (int i = 0; i < longest; i++) {
      for (List<Said> ofOne : byCamera) {
        if (i < ofOne.size()) {
          said.add(ofOne.get(i));
        }
      }
    }
  }

  List<Said> said() {
    return said;
  }

  /** Each as "id raised at", "id updated count", and "id resolved at". */
  SortedSet<String> alerts() {
    return alerts;
  }

  /** Each as its row in the record once it is resolved. */
  SortedSet<String> history() {
    return history;
  }

  private List<Said> tell(String camera, int heaps) {
    var events = new ArrayList<Said>();
    var happenings = new ArrayList<Happening>();
    Instant at = Instant.now().minus(Duration.ofDays(2)).truncatedTo(ChronoUnit.SECONDS);
    var frames = new ArrayList<@Nullable Instant>();
    for (int heap = 0; heap < heaps; heap++) {
      boolean hands = random.nextInt(3) == 0;
      int count = hands ? 2 + random.nextInt(3) : 3 + random.nextInt(4);
      for (int i = 0; i < count; i++) {
        at = at.plusSeconds(1 + random.nextInt(hands ? 14 : 120));
        String type = hands ? "no_handwash" : "no_hairnet";
        UUID frame = Ids.frame(camera, at, i);
        UUID id = Ids.violation(frame, type, i);
        happenings.add(new Happening(at, type, id));
        events.add(new Said(Topics.VIOLATIONS, camera, violation(camera, at, type, id, frame)));
        frames.add(null);
      }
      // Frames, by which time passes: some soon, and one when every window has emptied.
      for (int pause : new int[] {20, 200, 700}) {
        at = at.plusSeconds(pause);
        events.add(new Said(Topics.ACTIVITY, camera, frame(camera, at, events.size())));
        frames.add(at);
      }
    }
    judge(camera, happenings, frames, FREQUENT, "no_hairnet", 5, Duration.ofMinutes(10));
    judge(camera, happenings, frames, UNWASHED, "no_handwash", 3, Duration.ofSeconds(30));
    return events;
  }

  private void judge(
      String camera,
      List<Happening> happenings,
      List<@Nullable Instant> frames,
      UUID rule,
      String type,
      int threshold,
      Duration window) {
    @Nullable UUID open = null;
    int count = 0;
    Instant raisedAt = Instant.EPOCH;
    int seen = 0;
    for (@Nullable Instant frame : frames) {
      boolean violation = frame == null;
      Instant now = violation ? happenings.get(seen).at() : frame;
      List<Happening> before = ofType(happenings.subList(0, seen), type);
      if (open != null) {
        // The window holds too few as soon as the oldest of the last so many has left it.
        Instant end = before.get(before.size() - threshold).at().plus(window);
        if (!now.isBefore(end)) {
          alerts.add(open + " resolved " + end);
          history.add("%s raised %s resolved %s count %d".formatted(open, raisedAt, end, count));
          open = null;
        }
      }
      if (violation) {
        String what = happenings.get(seen).type();
        seen++;
        if (what.equals(type)) {
          List<Happening> after = ofType(happenings.subList(0, seen), type);
          if (open != null) {
            count++;
            alerts.add(open + " updated " + count);
          } else if (after.size() >= threshold
              && after.get(after.size() - threshold).at().isAfter(now.minus(window))) {
            open = Ids.alert(rule, camera, after.get(after.size() - threshold).at());
            count = threshold;
            raisedAt = now;
            alerts.add(open + " raised " + now);
          }
        }
      }
    }
  }

  private static List<Happening> ofType(List<Happening> happenings, String type) {
    return happenings.stream().filter(it -> it.type().equals(type)).toList();
  }

  private static Violation violation(String camera, Instant at, String type, UUID id, UUID frame) {
    return Violation.newBuilder()
        .setViolationId(id)
        .setCameraId(camera)
        .setType(type)
        .setState("opened")
        .setEpoch(at)
        .setTrackId(1)
        .setOpenedAt(at)
        .setConfidence(0.75)
        .setBox(new Box(0.25, 0.25, 0.125, 0.125))
        .setFrameId(frame)
        .setSequence(0)
        .setFramePartition(0)
        .setFrameOffset(0)
        .setReason("for the test")
        .build();
  }

  private static Activity frame(String camera, Instant at, long sequence) {
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, at, sequence))
        .setCameraId(camera)
        .setEpoch(at)
        .setSequence(sequence)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(360)
        .setSourceKind("recorded")
        .setFramePartition(0)
        .setFrameOffset(sequence)
        .setPeople(List.of())
        .setHairnetViolations(0)
        .setEvents(List.of())
        .setProcessingMicros(1000)
        .setFps(5)
        .setModel("model")
        .build();
  }
}
