package io.cleansight.alert.evaluation;

import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.contracts.vocabulary.SilenceKind;
import io.cleansight.contracts.vocabulary.Untimeliness;
import io.cleansight.event.Activity;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Person;
import io.cleansight.event.RuleSchedule;
import io.cleansight.event.Silence;
import io.cleansight.event.Violation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Random rules, settings and histories; all times are whole seconds. */
final class Histories {
  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private static final List<String> CONDITIONS =
      List.of(
          "violation_threshold {\"threshold\": 2, \"duration_seconds\": 30}",
          "violation_threshold {\"threshold\": 1, \"duration_seconds\": 8}",
          "continuous_violation {\"min_detections\": 3, \"duration_seconds\": 60, \"violation_type\": \"no_hairnet\"}",
          "occupancy {\"max_people\": 1, \"zone\": \"work_area\", \"duration_seconds\": 3}",
          "occupancy {\"max_people\": 2}",
          "no_detection {\"duration_seconds\": 6}",
          "no_detection {\"of\": \"frame\", \"duration_seconds\": 7}",
          "camera_offline {}",
          "camera_offline {\"duration_seconds\": 12}",
          "camera_blind {\"duration_seconds\": 4}",
          "dwell {\"zone\": \"work_area\", \"min_seconds\": 9}",
          "dwell {\"zone\": \"work_area\", \"max_seconds\": 5}",
          "dwell {\"zone\": \"work_area\", \"min_seconds\": 4, \"max_seconds\": 8}",
          "compliance_rate {\"percent\": 60, \"duration_seconds\": 40, \"min_people\": 2}");
  private static final List<Integer> OFFSETS =
      List.of(0, 0, 0, 0, 0, -1, -3, -10, -45, -300, 1, 20, 290, 301, 4000);
  private static final int HORIZON = 200;

  private Histories() {}

  /** A rule by the numbers of what it is made of. */
  record RuleSeed(int condition, int cooldown, int group, int escalate, int schedule, int scope) {
    AlertRule rule() {
      String[] written = CONDITIONS.get(condition).split(" ", 2);
      return Events.rule(written[0], written[1])
          .setRuleId(new UUID(7, condition))
          .setCooldownSeconds(List.of(0, 0, 10, 60).get(cooldown))
          .setGroupSeconds(List.of(0, 0, 0, 4).get(group))
          .setEscalateAfterSeconds(List.of(0, 0, 7).get(escalate))
          .setSchedule(hours())
          .setCameraIds(scope == 0 ? List.of("line-0", "line-1") : List.of())
          .build();
    }

    private @Nullable RuleSchedule hours() {
      return switch (schedule) {
        case 0 -> hours("12:00:20", "12:01:30");
        case 1 -> hours("12:02", "12:01");
        default -> null;
      };
    }

    private static RuleSchedule hours(String from, String to) {
      return new RuleSchedule(List.of("saturday", "sunday"), from, to, "UTC");
    }
  }

  /** A silence or a maintenance window. */
  record QuietSeed(int kind, int camera, int from, int length, int ofAnotherRule, int scheduled) {
    Silence silence(int number) {
      Instant begin = NOON.plusSeconds(from);
      Silence written =
          Events.silence(
              kind == 0 ? SilenceKind.MAINTENANCE.word() : SilenceKind.SILENCE.word(),
              "line-" + camera,
              begin,
              begin.plusSeconds(length));
      return Silence.newBuilder(written)
          .setSilenceId(new UUID(9, number))
          .setRuleIds(ofAnotherRule == 0 ? List.of(new UUID(7, 99)) : List.of())
          .setCameraIds(camera == 3 ? List.of() : List.of("line-" + camera))
          .setSchedule(
              scheduled == 0
                  ? new RuleSchedule(List.of("sunday"), "12:00:30", "12:01:00", "UTC")
                  : null)
          .build();
    }
  }

  /**
   * Something that is appended.
   *
   * @param gap seconds after what was appended before
   */
  record Step(int gap, int camera, int kind, int offset, int what) {
    String cameraId() {
      return "line-" + camera;
    }

    boolean isDecision() {
      return kind == 9;
    }

    SpecificRecord event(Instant appended) {
      Instant at = appended.plusSeconds(OFFSETS.get(offset));
      String untimely = OFFSETS.get(offset) > 300 ? Untimeliness.FUTURE.word() : null;
      return switch (kind) {
        // Some come twice.
        case 0, 1, 2 ->
            Violation.newBuilder(Events.violation(cameraId(), at))
                .setViolationId(new UUID(what % 40, camera))
                .setUntimely(untimely)
                .build();
        case 3, 4, 5, 6 ->
            Activity.newBuilder(Events.frame(cameraId(), NOON, at, people()))
                .setUntimely(untimely)
                .build();
        case 7 -> Events.health(cameraId(), CameraStatus.ONLINE.word(), at);
        default ->
            Events.health(cameraId(), what % 2 == 0 ? CameraStatus.BLIND.word() : "offline", at);
      };
    }

    private List<Person> people() {
      return IntStream.range(0, what % 4)
          .mapToObj(
              track ->
                  Events.person(
                      track,
                      (what >> 2) % 3 == 0 ? "" : "work_area",
                      (what >> 4) % 2 == 0
                          ? ComplianceVerdict.VIOLATING.word()
                          : ComplianceVerdict.COMPLIANT.word()))
          .toList();
    }
  }

  /** All of it. */
  record History(RuleSeed rule, List<QuietSeed> silences, List<Step> steps) {}

  static Arbitrary<History> all() {
    return Combinators.combine(
            rules(), silences().list().ofMaxSize(3), steps().list().ofMinSize(20).ofMaxSize(70))
        .as(History::new);
  }

  private static Arbitrary<RuleSeed> rules() {
    return Combinators.combine(
            below(CONDITIONS.size()), below(4), below(4), below(3), below(4), below(3))
        .as(RuleSeed::new);
  }

  private static Arbitrary<QuietSeed> silences() {
    return Combinators.combine(
            below(2),
            below(4),
            below(HORIZON),
            Arbitraries.integers().between(1, 60),
            below(4),
            below(4))
        .as(QuietSeed::new);
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            below(3),
            below(10),
            below(OFFSETS.size()),
            below(1 << 10))
        .as(Step::new);
  }

  private static Arbitrary<Integer> below(int bound) {
    return Arbitraries.integers().between(0, bound - 1);
  }
}
