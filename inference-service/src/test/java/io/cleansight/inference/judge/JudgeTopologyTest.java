package io.cleansight.inference.judge;

import static io.cleansight.inference.judge.Seen.NOON;
import static io.cleansight.inference.judge.Seen.frame;
import static io.cleansight.inference.judge.Seen.head;
import static io.cleansight.inference.judge.Seen.ofRun;
import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Activity;
import io.cleansight.event.Camera;
import io.cleansight.event.Corner;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.HygieneEvent;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.event.WorkEntry;
import io.cleansight.event.Zone;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.trace.Tracing;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JudgeTopologyTest {
  private static final DetectedObject BARE = head("no_hairnet", 0.5);
  private static final DetectedObject COVERED = head("hairnet", 0.5);
  private static final byte[] GARBAGE = "garbage, not an event".getBytes(StandardCharsets.UTF_8);

  private final JudgeDriver judge = new JudgeDriver();

  @AfterEach
  void stop() {
    judge.close();
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersAndItsNeighboursAreJudged() {
    judge.take(frame("a", 0));
    judge.take(Topics.DETECTIONS, "a", GARBAGE);
    judge.take(Topics.DETECTIONS, "a", null);
    judge.take(Topics.DETECTIONS, "b", frame("a", 1).build());
    judge.take(Topics.DETECTIONS, null, frame("a", 1).build());
    judge.take(frame("a", 1));
    assertThat(judge.activity()).extracting(Activity::getSequence).containsExactly(0L, 1L);
    List<JudgeDriver.Dead> dead = judge.deadLetters(Topics.DETECTIONS);
    assertThat(dead)
        .extracting(it -> it.headers().get("dlt_code"))
        .containsExactly("MALFORMED", "EMPTY", "WRONG_KEY", "WRONG_KEY");
    assertThat(dead).extracting(JudgeDriver.Dead::key).containsExactly("a", "a", "b", null);
    assertThat(dead.getFirst().bytes()).isEqualTo(GARBAGE);
    assertThat(dead.get(2).bytes())
        .isEqualTo(EventCodec.encode(Topics.DETECTIONS, frame("a", 1).build()));
    assertThat(dead.get(1).headers())
        .containsEntry("dlt_topic", Topics.DETECTIONS)
        .containsEntry("dlt_partition", "0")
        .containsEntry("dlt_offset", "2");
  }

  @Test
  void whatIsSaidIsMeasured() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(40));
    judge.take(Topics.DETECTIONS, "a", GARBAGE);
    assertThat(judge.violations())
        .extracting(Violation::getState)
        .containsExactly("opened", "closed");
    for (String state : List.of("opened", "closed")) {
      assertThat(Metric.VIOLATIONS.counter(judge.meters(), "no_hairnet", state).count())
          .isEqualTo(1);
    }
    assertThat(Metric.DEAD_LETTERS.counter(judge.meters(), "MALFORMED").count()).isEqualTo(1);
    assertThat(Metric.FRAME_LATENCY.timer(judge.meters(), "judged").count()).isEqualTo(10);
  }

  @Test
  void aDeadLetterKeepsTheHeadersOfItsRecord() {
    judge.take(
        Topics.DETECTIONS,
        new TestRecord<>("a", GARBAGE, new RecordHeaders().add("ce_id", new byte[] {'7'})));
    assertThat(judge.deadLetters(Topics.DETECTIONS).getFirst().headers())
        .containsEntry("ce_id", "7");
  }

  @Test
  void thatACameraHasEndedSurvivesACrash() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(40));
    assertThat(judge.violations()).hasSize(2);
    judge.crash();
    judge.passes(Duration.ofSeconds(40));
    assertThat(judge.violations()).isEmpty();
  }

  /**
   * A face is to be hidden though nobody is accused of anything, and though it is seen but once.
   */
  @Test
  void theHeadsOfEverybodyGoWithTheFrameAndWithTheViolationThatItOpens() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE, head("hairnet", 0.1 + 0.08 * i)));
    }
    List<Activity> activity = judge.activity();
    assertThat(activity).allSatisfy(it -> assertThat(it.getHeads()).hasSize(2));
    Violation opened = judge.violations().getFirst();
    assertThat(opened.getHeads())
        .isEqualTo(activity.get((int) opened.getSequence()).getHeads())
        .contains(BARE.getBox());
    judge.passes(Duration.ofSeconds(40));
    assertThat(judge.violations())
        .allSatisfy(
            it -> {
              assertThat(it.getState()).isEqualTo("closed");
              assertThat(it.getHeads()).isNull();
            });
  }

  @Test
  void whenSettingsAreWithdrawnAndComeBackTheWayIsUnknown() {
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    walk(0.05, 0.1, 0.15);
    judge.take(Topics.CAMERAS, "a", null);
    judge.crash();
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    assertThat(walk(0.2, 0.3, 0.4, 0.4, 0.4))
        .flatExtracting(Activity::getWorkEntries)
        .containsExactly(new WorkEntry(1L, "unknown"));
  }

  @Test
  void settingsThatCannotBeReadChangeNothingAndAreLeftToPersistence() {
    judge.take(Topics.CAMERAS, "a", camera("a").setSaveStrategy("all").build());
    judge.take(Topics.CAMERAS, "a", GARBAGE);
    judge.take(Topics.CAMERAS, "b", camera("a").build());
    judge.take(Topics.CAMERAS, null, null);
    judge.take(frame("a", 0));
    assertThat(judge.activity()).extracting(Activity::getSaveStrategy).containsExactly("all");
    assertThat(judge.deadLetters(Topics.CAMERAS)).isEmpty();
    assertThat(judge.deadLetters(Topics.DETECTIONS)).isEmpty();
  }

  @Test
  void aFrameIsJudgedByTheSettingsOfItsTime() {
    judge.take(frame("a", 0, COVERED));
    judge.take(
        Topics.CAMERAS,
        "a",
        camera("a")
            .setZones(List.of(zone("monitoring", 0, 1, 0)))
            .setSaveStrategy("interval")
            .setSaveInterval(25)
            .build());
    judge.take(frame("a", 1, COVERED));
    judge.take(frame("b", 0));
    judge.take(Topics.CAMERAS, "a", null);
    judge.take(frame("a", 2, COVERED));
    // Nobody is in a zone that is there no more, once it is left.
    judge.take(frame("a", 10, COVERED));
    List<Activity> activity = judge.activity();
    assertThat(activity)
        .extracting(Activity::getSaveStrategy)
        .containsExactly(null, "interval", null, null, null);
    assertThat(activity)
        .extracting(Activity::getSaveInterval)
        .containsExactly(null, 25, null, null, null);
    assertThat(activity.get(1).getPeople())
        .singleElement()
        .satisfies(it -> assertThat(it.getZones()).containsExactly("monitoring"));
    assertThat(activity.getLast().getPeople())
        .singleElement()
        .satisfies(it -> assertThat(it.getZones()).isEmpty());
  }

  @Test
  void ofACameraThatIsSwitchedOffFramesOnTheirWayAreJudgedWithoutZones() {
    var settings = camera("a").setZones(List.of(zone("monitoring", 0, 1, 0))).setEnabled(false);
    judge.take(Topics.CAMERAS, "a", settings.setSaveStrategy("smart").build());
    judge.take(frame("a", 0, COVERED));
    judge.take(frame("a", 1, COVERED));
    Activity last = judge.activity().getLast();
    assertThat(last.getPeople().getFirst().getZones()).isEmpty();
    assertThat(last.getSaveStrategy()).isEqualTo("smart");
  }

  @Test
  void nobodyIsInAPrivacyMask() {
    judge.take(
        Topics.CAMERAS, "a", camera("a").setZones(List.of(zone("privacy", 0, 1, 0))).build());
    judge.take(frame("a", 0, COVERED));
    judge.take(frame("a", 1, COVERED));
    assertThat(judge.activity().getLast().getPeople())
        .singleElement()
        .satisfies(it -> assertThat(it.getZones()).isEmpty());
  }

  @Test
  void everyPartOfAFrameIsSaidInItsActivity() {
    judge.take(frame("a", 0, BARE));
    judge.take(frame("a", 1, BARE, head("mask", 0.5), head("hairnet", 0.9)).setUntimely("future"));
    Activity activity = judge.activity().getLast();
    assertThat(activity.getFrameId()).isEqualTo(Ids.frame("a", NOON, 1));
    assertThat(activity.getCameraId()).isEqualTo("a");
    assertThat(activity.getEpoch()).isEqualTo(NOON);
    assertThat(activity.getGeneration()).isEqualTo(1);
    assertThat(activity.getSequence()).isEqualTo(1);
    assertThat(activity.getCapturedAt()).isEqualTo(NOON.plusMillis(200));
    assertThat(activity.getWidth()).isEqualTo(640);
    assertThat(activity.getHeight()).isEqualTo(480);
    assertThat(activity.getSourceKind()).isEqualTo("live");
    assertThat(activity.getFramePartition()).isEqualTo(3);
    assertThat(activity.getFrameOffset()).isEqualTo(1001);
    assertThat(activity.getProcessingMicros()).isEqualTo(1234);
    assertThat(activity.getFps()).isEqualTo(5);
    assertThat(activity.getModel()).isEqualTo("model");
    assertThat(activity.getUntimely()).isEqualTo("future");
    assertThat(activity.getHairnetViolations()).isEqualTo(1);
    assertThat(activity.getPeople())
        .singleElement()
        .satisfies(
            person -> {
              assertThat(person.getTrackId()).isEqualTo(1);
              assertThat(person.getScore()).isEqualTo(0.8f);
              assertThat(person.getBox()).isEqualTo(BARE.getBox());
              assertThat(person.getVerdicts())
                  .extracting(it -> it.getItem() + " " + it.getVerdict() + " " + it.getConfidence())
                  .containsExactly("hairnet violating 0.8", "mask compliant 0.8");
            });
  }

  @Test
  void aHeadOfWhichNothingIsToldIsUnknown() {
    judge.take(frame("a", 0, head("head", 0.5)));
    judge.take(frame("a", 1, head("head", 0.5)));
    Activity activity = judge.activity().getLast();
    assertThat(activity.getHairnetViolations()).isZero();
    assertThat(activity.getPeople().getFirst().getVerdicts())
        .extracting(it -> it.getItem() + " " + it.getVerdict() + " " + it.getConfidence())
        .containsExactly("hairnet unknown 0.0");
  }

  @Test
  void aViolationSaysWhoWhenAndWhere() {
    for (int i = 0; i < 6; i++) {
      judge.take(frame("a", i, BARE));
    }
    Violation violation = judge.violations().getFirst();
    assertThat(violation.getViolationId())
        .isEqualTo(Ids.violation(Ids.frame("a", NOON, 5), "no_hairnet", 1));
    assertThat(violation.getCameraId()).isEqualTo("a");
    assertThat(violation.getType()).isEqualTo("no_hairnet");
    assertThat(violation.getState()).isEqualTo("opened");
    assertThat(violation.getEpoch()).isEqualTo(NOON);
    assertThat(violation.getGeneration()).isEqualTo(1);
    assertThat(violation.getTrackId()).isEqualTo(1);
    assertThat(violation.getOpenedAt()).isEqualTo(NOON.plusSeconds(1));
    assertThat(violation.getClosedAt()).isNull();
    assertThat(violation.getConfidence()).isEqualTo(0.8f);
    assertThat(violation.getBox()).isEqualTo(BARE.getBox());
    assertThat(violation.getFrameId()).isEqualTo(Ids.frame("a", NOON, 5));
    assertThat(violation.getSequence()).isEqualTo(5);
    assertThat(violation.getFramePartition()).isEqualTo(3);
    assertThat(violation.getFrameOffset()).isEqualTo(1005);
    assertThat(violation.getSeverity()).isEqualTo("medium");
    assertThat(violation.getTimeline()).isEmpty();
    assertThat(violation.getUntimely()).isNull();
    assertThat(violation.getReason())
        .isEqualTo("no_hairnet in 6 of 6 frames over 1.0 s, mean score 0.80, head 38 px");
    assertThat(violation.getReasonCode()).isEqualTo("without_item");
    assertThat(violation.getReasonParameters())
        .containsEntry("of_frames", "6")
        .containsEntry("pixels", "38");
  }

  @Test
  void eventsAreKeyedByCameraAndContinueTheTraceOfTheirFrame() {
    for (int i = 0; i < 6; i++) {
      judge.take(frame("a", i, BARE));
    }
    var violation = judge.sent(Topics.VIOLATIONS).getFirst();
    assertThat(violation.key()).isEqualTo("a");
    assertThat(new String(violation.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .isEqualTo(
            Ids.event(
                    Topics.VIOLATIONS,
                    Ids.violation(Ids.frame("a", NOON, 5), "no_hairnet", 1),
                    "opened")
                .toString());
    assertThat(
            new String(violation.headers().lastHeader("ce_time").value(), StandardCharsets.UTF_8))
        .isEqualTo("2026-03-01T12:00:01Z");
    var activity = judge.sent(Topics.ACTIVITY).getLast();
    assertThat(trace(activity.headers().lastHeader("traceparent").value()))
        .isEqualTo(trace(violation.headers().lastHeader("traceparent").value()));
  }

  /** Whoever drops what they have seen, by CloudEvents' source and id, loses no event. */
  @Test
  void everyEventHasAnIdOfItsOwn() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(40));
    var violations = judge.sent(Topics.VIOLATIONS);
    assertThat(violations).as("opened and closed").hasSize(2);
    assertThat(Stream.concat(violations.stream(), judge.sent(Topics.ACTIVITY).stream()))
        .extracting(
            it -> new String(it.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
        .hasSize(12)
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsJudgedIsASpanOfItsFramesTrace() {
    var told = InMemorySpanExporter.create();
    try (var tracing = Tracing.on(1, Resource.empty(), SimpleSpanProcessor.create(told));
        var traced = new JudgeDriver(tracing)) {
      for (int i = 0; i < 6; i++) {
        traced.take(frame("a", i, BARE));
      }
      var violation = traced.sent(Topics.VIOLATIONS).getFirst();
      String parent =
          new String(violation.headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
      assertThat(told.getFinishedSpanItems())
          .filteredOn(it -> !it.getEvents().isEmpty())
          .singleElement()
          .satisfies(
              it -> {
                assertThat(it.getName()).isEqualTo("process " + Topics.DETECTIONS);
                assertThat(it.getEvents().getFirst().getName()).isEqualTo("violation opened");
                assertThat(parent).startsWith("00-" + it.getTraceId() + "-" + it.getSpanId());
              });
    }
  }

  @Test
  void whoDidAllInOrderIsSaidToHaveAndTheWashIsAnEvent() {
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    List<Activity> activity = walk(0.05, 0.2, 0.2, 0.2, 0.2, 0.2, 0.3, 0.3, 0.4, 0.4, 0.4, 0.4);
    assertThat(activity)
        .flatExtracting(Activity::getEvents)
        .containsExactly(new HygieneEvent("handwash", 1L, NOON.plusMillis(1800), 4400L));
    assertThat(activity)
        .flatExtracting(Activity::getWorkEntries)
        .containsExactly(new WorkEntry(1L, "compliant"));
    assertThat(judge.violations()).isEmpty();
  }

  @Test
  void whoDidNotIsChargedWithWhatTheyDidBefore() {
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    List<Activity> activity = walk(0.05, 0.1, 0.15, 0.3, 0.4, 0.4, 0.4, 0.4);
    assertThat(activity)
        .flatExtracting(Activity::getWorkEntries)
        .containsExactly(new WorkEntry(1L, "violating"));
    assertThat(judge.violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getType()).isEqualTo("no_handwash");
              assertThat(it.getSeverity()).isEqualTo("high");
              assertThat(it.getTimeline())
                  .extracting(
                      step -> step.getWhat() + " " + step.getAt() + " " + step.getDurationMillis())
                  .containsExactly("entrance 2026-03-01T12:00:00Z 2600");
            });
  }

  @Test
  void aSilentCameraHasEndedAndClosesWhatWasOpenOnce() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.take(frame("b", 0));
    assertThat(judge.violations()).hasSize(1);
    judge.passes(Duration.ofSeconds(30));
    assertThat(judge.violations()).isEmpty();
    judge.passes(Duration.ofSeconds(10));
    assertThat(judge.violations())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.getState()).isEqualTo("closed");
              assertThat(it.getClosedAt()).isEqualTo(NOON.plusMillis(1800));
            });
    judge.passes(Duration.ofMinutes(5));
    assertThat(judge.violations()).isEmpty();
  }

  @Test
  void aCameraThatGoesOnAfterSilenceHasTheSameEpisodeAndClosesItAgain() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(40));
    for (int i = 10; i < 20; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(40));
    List<Violation> violations = judge.violations();
    assertThat(violations)
        .extracting(Violation::getState)
        .containsExactly("opened", "closed", "closed");
    assertThat(violations)
        .extracting(Violation::getViolationId)
        .containsOnly(violations.getFirst().getViolationId());
    assertThat(violations.getLast().getClosedAt()).isEqualTo(NOON.plusMillis(3800));
  }

  @Test
  void silenceIsCountedFromTheRestart() {
    for (int i = 0; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.passes(Duration.ofSeconds(25));
    judge.violations();
    judge.crash();
    judge.passes(Duration.ofSeconds(20));
    assertThat(judge.violations()).isEmpty();
    judge.passes(Duration.ofSeconds(20));
    assertThat(judge.violations()).extracting(Violation::getState).containsExactly("closed");
  }

  @Test
  void framesOfARunThatWasReplacedAreSkippedAndSoSaid() {
    judge.take(ofRun(7, NOON, "a", 0));
    judge.take(ofRun(8, NOON.minusSeconds(5), "a", 0));
    judge.take(ofRun(7, NOON, "a", 1, BARE).setUntimely("expired"));
    judge.take(ofRun(8, NOON.minusSeconds(5), "a", 1));
    assertThat(judge.activity()).extracting(Activity::getGeneration).containsExactly(7L, 8L, 8L);
    assertThat(judge.skipped())
        .containsExactly(
            SkippedFrames.newBuilder()
                .setCameraId("a")
                .setEpoch(NOON)
                .setGeneration(7)
                .setReason("outdated")
                .setFirstSequence(1)
                .setLastSequence(1)
                .setFrames(1)
                .setCapturedAt(NOON.plusMillis(200))
                .setUntimely("expired")
                .build());
  }

  @Test
  void aRepeatedFrameLeadsToNothing() {
    judge.take(frame("a", 0));
    judge.take(frame("a", 0, BARE));
    assertThat(judge.activity()).hasSize(1);
    assertThat(judge.skipped()).isEmpty();
    assertThat(judge.deadLetters(Topics.DETECTIONS)).isEmpty();
  }

  @Test
  void anEpisodeSurvivesACrash() {
    for (int i = 0; i < 4; i++) {
      judge.take(frame("a", i, BARE));
    }
    judge.crash();
    for (int i = 4; i < 10; i++) {
      judge.take(frame("a", i, BARE));
    }
    assertThat(judge.violations())
        .extracting(Violation::getViolationId)
        .containsExactly(Ids.violation(Ids.frame("a", NOON, 5), "no_hairnet", 1));
    judge.crash();
    judge.passes(Duration.ofSeconds(40));
    assertThat(judge.violations())
        .extracting(it -> it.getState() + " " + it.getViolationId())
        .containsExactly("closed " + Ids.violation(Ids.frame("a", NOON, 5), "no_hairnet", 1));
  }

  @Test
  void settingsSurviveACrash() {
    judge.take(Topics.CAMERAS, "a", camera("a").setSaveStrategy("all").build());
    judge.take(Topics.CAMERAS, "b", camera("b").setSaveStrategy("smart").build());
    judge.take(Topics.CAMERAS, "b", null);
    judge.crash();
    judge.take(frame("a", 0));
    judge.take(frame("b", 0));
    assertThat(judge.activity()).extracting(Activity::getSaveStrategy).containsExactly("all", null);
  }

  @Test
  void anEmptyRoomIsWrittenOnceInTenSeconds() {
    for (int i = 0; i < 300; i++) {
      judge.take(frame("a", i));
    }
    assertThat(judge.writesOf(JudgeTopology.STORE)).isEqualTo(6);
    for (int i = 300; i < 305; i++) {
      judge.take(frame("a", i, COVERED));
    }
    assertThat(judge.writesOf(JudgeTopology.STORE)).isEqualTo(6 + 5);
  }

  @Test
  void aCrashBetweenTwoWritesChangesNoIdentityAndNothingIsJudgedTwice() {
    for (int i = 0; i < 30; i++) {
      judge.take(frame("a", i));
    }
    assertThat(judge.writesOf(JudgeTopology.STORE)).isEqualTo(1);
    judge.crash();
    for (int i = 30; i < 40; i++) {
      judge.take(frame("a", i, BARE));
    }
    assertThat(judge.violations())
        .extracting(Violation::getViolationId)
        .containsExactly(Ids.violation(Ids.frame("a", NOON, 35), "no_hairnet", 1));
    assertThat(judge.activity())
        .extracting(Activity::getSequence)
        .startsWith(30L)
        .doesNotHaveDuplicates();
  }

  @Test
  void aRecordedRunThatIsPublishedAgainAfterACrashIsRecognised() {
    for (int i = 0; i < 30; i++) {
      judge.take(frame("a", i).setSourceKind("recorded"));
    }
    assertThat(judge.activity()).hasSize(30);
    judge.crash();
    for (int i = 0; i < 31; i++) {
      judge.take(frame("a", i, BARE).setSourceKind("recorded"));
    }
    assertThat(judge.activity()).extracting(Activity::getSequence).containsExactly(30L);
  }

  @Test
  void whenTheRoomChangesWhatWasNotAskedForIsUnknownAlsoAfterACrash() {
    Camera.Builder door = camera("a").setZones(List.of(zone("entrance", 0, 0.15, 0)));
    judge.take(Topics.CAMERAS, "a", door.build());
    walk(0.05, 0.1, 0.15);
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    judge.crash();
    List<Activity> activity = walk(0.2, 0.3, 0.4, 0.4, 0.4);
    assertThat(activity)
        .flatExtracting(Activity::getWorkEntries)
        .containsExactly(new WorkEntry(1L, "unknown"));
  }

  @Test
  void anotherNameForTheCameraChangesNothing() {
    judge.take(Topics.CAMERAS, "a", kitchen("a"));
    walk(0.05, 0.1, 0.15);
    judge.take(Topics.CAMERAS, "a", Camera.newBuilder(kitchen("a")).setName("other").build());
    List<Activity> activity = walk(0.2, 0.3, 0.4, 0.4, 0.4);
    assertThat(activity)
        .flatExtracting(Activity::getWorkEntries)
        .containsExactly(new WorkEntry(1L, "violating"));
  }

  private int walked;

  /** A second at each place, five frames a second, and walks between them in no time at all. */
  private List<Activity> walk(double... places) {
    double before = places[0];
    for (double place : places) {
      for (int i = 1; i <= 5; i++) {
        double x = before + (place - before) * i / 5;
        judge.take(frame("a", walked++, head("hairnet", x)));
      }
      before = place;
    }
    return judge.activity();
  }

  private static Camera kitchen(String id) {
    return camera(id)
        .setZones(
            List.of(
                zone("entrance", 0, 0.15, 0),
                zone("handwash", 0.19, 0.25, 3000),
                zone("work_area", 0.35, 1, 1000)))
        .setMinimumWashMillis(4000)
        .build();
  }

  private static Camera.Builder camera(String id) {
    return Camera.newBuilder().setCameraId(id).setName(id).setEnabled(true).setZones(List.of());
  }

  private static Zone zone(String type, double left, double right, long dwell) {
    return Zone.newBuilder()
        .setZoneId(type)
        .setType(type)
        .setCorners(
            List.of(
                new Corner(left, 0.0),
                new Corner(right, 0.0),
                new Corner(right, 1.0),
                new Corner(left, 1.0)))
        .setMinimumDwellMillis(dwell)
        .build();
  }

  private static String trace(byte[] parent) {
    return new String(parent, StandardCharsets.UTF_8).split("-", -1)[1];
  }
}
