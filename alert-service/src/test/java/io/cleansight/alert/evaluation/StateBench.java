package io.cleansight.alert.evaluation;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Person;
import io.cleansight.event.Review;
import io.cleansight.messaging.state.StateSerde;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.Evaluator;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.RuleReader;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints what the changelog of one camera takes per second: in Avro as it is written, and the same
 * states as JSON. Five frames a second, up to four people; one rule after another, as they differ
 * in what they remember.
 */
final class StateBench {
  private static final int SECONDS = 3600;
  private static final int FRAMES = 5;
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private StateBench() {}

  public static void main(String[] args) {
    System.out.printf(
        "%-20s %10s %14s %14s%n", "rule", "writes/s", "Avro, bytes/s", "JSON, bytes/s");
    measure("violation_threshold", "{\"threshold\": 5, \"duration_minutes\": 10}");
    measure("occupancy", "{\"max_people\": 3, \"duration_seconds\": 5}");
    measure("no_detection", "{\"duration_seconds\": 60}");
    measure("camera_offline", "{\"duration_seconds\": 20}");
    measure("dwell", "{\"zone\": \"work_area\", \"max_seconds\": 120}");
    measure("compliance_rate", "{\"percent\": 80, \"duration_minutes\": 60, \"min_people\": 20}");
  }

  private static void measure(String type, String conditions) {
    var rule =
        AlertRule.newBuilder(DefaultRules.all().getFirst())
            .setRuleId(new UUID(0, type.hashCode()))
            .setRuleType(type)
            .setConditions(conditions)
            .build();
    Rule read = RuleReader.read(rule).orElseThrow();
    var site = new Site(List.of(read), Map.of(), Set.of(), List.of());
    var written = new Written();
    var evaluator = new Evaluator(() -> site, written);
    var random = new Random(5);
    for (int frame = 0; frame < SECONDS * FRAMES; frame++) {
      Instant at = NOON.plusMillis(frame * 1000L / FRAMES);
      evaluator.take("line-1", Events.frame("line-1", NOON, at, people(frame, random)), at);
      if (frame % (30 * FRAMES) == 0) {
        evaluator.take("line-1", Events.violation("line-1", at), at);
      }
      if (frame % (5 * FRAMES) == 0) {
        evaluator.take("line-1", Events.health("line-1", CameraStatus.ONLINE.word(), at), at);
      }
    }
    System.out.printf(
        "%-20s %10.2f %14.0f %14.0f%n",
        type,
        (double) written.writes / SECONDS,
        (double) written.avro / SECONDS,
        (double) written.json / SECONDS);
  }

  private static List<Person> people(int frame, Random random) {
    long track = frame / 500;
    return IntStream.range(0, random.nextInt(5))
        .mapToObj(
            person ->
                Events.person(
                    track + person,
                    "work_area",
                    random.nextInt(10) == 0
                        ? ComplianceVerdict.VIOLATING.word()
                        : ComplianceVerdict.COMPLIANT.word()))
        .toList();
  }

  private static final class Written implements Evaluator.Out {
    private final JsonMapper mapper = new JsonMapper();
    private final StateSerde<CameraAlertState> serde = CameraAlertState.serde();
    private long writes;
    private long avro;
    private long json;

    @Override
    public void changed(String camera, OpenAlert.Change change) {}

    @Override
    public void undecided(Review review) {}

    @Override
    public void keep(CameraAlertState alertState) {
      writes++;
      avro += serde.serializer().serialize("changelog", alertState).length;
      json += mapper.writeValueAsBytes(alertState).length;
    }

    @Override
    public void heard(String camera, @Nullable Instant at) {}

    @Override
    public void reached(String camera, @Nullable Instant at) {}
  }
}
