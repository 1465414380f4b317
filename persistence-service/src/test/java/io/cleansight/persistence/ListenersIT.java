package io.cleansight.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.contracts.vocabulary.video.CameraReason;
import io.cleansight.contracts.vocabulary.wording.AlertReason;
import io.cleansight.contracts.vocabulary.wording.ViolationReason;
import io.cleansight.event.Activity;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Box;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Notification;
import io.cleansight.event.Person;
import io.cleansight.event.Review;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.event.Visit;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.persistence.deadletter.DeadLetterFilter;
import io.cleansight.persistence.deadletter.DeadLetters;
import io.cleansight.persistence.detection.DayPartitions;
import io.cleansight.persistence.statistics.Auditor;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * What the service makes of single events, good, late, wrong and repeated. Each test has cameras of
 * its own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListenersIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir static Path folder;

  private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final EventRecords records = new EventRecords("test");
  private @Nullable Started started;

  @BeforeAll
  void start() throws Exception {
    started = Started.asWriter(folder, "--persistence.retention.records=10d");
  }

  @AfterAll
  void stop() throws Exception {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void lateFramesCountInTheirHourAndUntimelyOnesAside() {
    Instant late = now.minus(Duration.ofHours(47));
    send(frame("late", 0, late));
    send(untimely(frame("late", 1, now.plus(Duration.ofMinutes(20))), "future"));
    send(frame("late", 2, now.minus(Duration.ofDays(11))));
    send(frame("late", 3, now));
    await(
        "untimely",
        () -> number("SELECT sum(events) FROM untimely_events WHERE camera_id = 'late'") == 2);
    await(
        "timely",
        () ->
            number("SELECT sum(total_frames) FROM statistics_hourly WHERE camera_id = 'late'")
                == 2);
    assertThat(
            text(
                "SELECT string_agg(reason, ',' ORDER BY reason) FROM untimely_events WHERE camera_id = 'late'"))
        .isEqualTo("expired,future");
    assertThat(
            number(
                "SELECT total_frames FROM statistics_hourly WHERE camera_id = 'late' AND hour_start = date_trunc('hour', timestamptz '%s')"
                    .formatted(late)))
        .isEqualTo(1);
  }

  @Test
  void framesWaitUntilTheirDayCanBeMade() {
    Instant day = now.minus(Duration.ofDays(6)); // that no other test makes
    refuseDays();
    try {
      for (int i = 0; i < 10; i++) {
        send(frame("waits", i, day.plusSeconds(i)));
      }
      await("refused", () -> number("SELECT last_value FROM days_refused WHERE is_called") > 0);
      for (int i = 10; i < 20; i++) {
        send(frame("waits", i, day.plusSeconds(i)));
      }
    } finally {
      makeDaysAgain();
    }
    await(
        "all",
        () ->
            number("SELECT sum(total_frames) FROM statistics_hourly WHERE camera_id = 'waits'")
                == 20);
  }

  /** A sequence counts what was refused: no rollback takes that back. */
  private void refuseDays() {
    for (String statement :
        List.of(
            "ALTER FUNCTION make_record_day(date) RENAME TO make_record_day_later",
            "CREATE SEQUENCE days_refused",
            """
            CREATE FUNCTION make_record_day(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS
            $$ BEGIN PERFORM nextval('days_refused'); RAISE EXCEPTION 'no day is made now'; END $$""",
            "GRANT EXECUTE ON FUNCTION make_record_day(date) TO cleansight_writer")) {
      started().jdbc().sql(statement).update();
    }
  }

  private void makeDaysAgain() {
    started().jdbc().sql("DROP FUNCTION make_record_day(date)").update();
    started()
        .jdbc()
        .sql("ALTER FUNCTION make_record_day_later(date) RENAME TO make_record_day")
        .update();
  }

  @Test
  void aViolationFromTheFutureIsKeptAndCountsAside() {
    Violation violation =
        Violation.newBuilder(violation("ahead", now.plus(Duration.ofHours(2))))
            .setUntimely("future")
            .build();
    send(violation);
    send(violation);
    await(
        "kept",
        () ->
            number(
                    "SELECT count(*) FROM violation_events WHERE camera_id = 'ahead' AND NOT counted AND untimely = 'future'")
                == 1);
    await(
        "once",
        () ->
            number("SELECT COALESCE(sum(events), 0) FROM untimely_events WHERE camera_id = 'ahead'")
                == 1);
    assertThat(number("SELECT count(*) FROM statistics_hourly WHERE camera_id = 'ahead'")).isZero();
  }

  @Test
  void aViolationSaysInWhichZonesItOpened() {
    send(
        Violation.newBuilder(violation("zoned", now))
            .setZones(List.of("monitoring", "work_area"))
            .build());
    await(
        "zones",
        () ->
            number(
                    "SELECT count(*) FROM violation_events WHERE camera_id = 'zoned' AND zones = '{monitoring,work_area}'")
                == 1);
  }

  @Test
  void aFrameThatComesAgainCountsOnce() {
    for (int i = 0; i < 3; i++) {
      send(frame("again", 0, now));
      send(frame("again", 1, now));
    }
    send(frame("again", 2, now));
    await(
        "last",
        () ->
            number("SELECT COALESCE(max(sequence), 0) FROM run_progress WHERE camera_id = 'again'")
                == 2);
    assertThat(number("SELECT sum(total_frames) FROM statistics_hourly WHERE camera_id = 'again'"))
        .isEqualTo(3);
  }

  @Test
  void aFrameIsKeptAsTheCamerasSettingsSaidWhenItWasJudged() {
    send(frame("chooser", 1, now));
    await(
        "first",
        () ->
            number(
                    "SELECT COALESCE(sum(total_frames), 0) FROM statistics_hourly WHERE camera_id = 'chooser'")
                == 1);
    assertThat(number("SELECT count(*) FROM detection_records WHERE camera_id = 'chooser'"))
        .isZero();
    send(Activity.newBuilder(frame("chooser", 2, now)).setSaveStrategy("all").build());
    await(
        "kept",
        () -> number("SELECT count(*) FROM detection_records WHERE camera_id = 'chooser'") == 1);
    assertThat(
            number("SELECT sum(saved_frames) FROM statistics_hourly WHERE camera_id = 'chooser'"))
        .isEqualTo(1);
  }

  @Test
  void coverageIsTheTimeInWhichALiveCameraWasOnline() {
    Instant start = now.truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(3));
    send(health("covered", start, "online"));
    send(health("covered", start.plusSeconds(5), "online"));
    send(health("covered", start.plusSeconds(10), "offline"));
    send(health("covered", start.plusSeconds(15), "online"));
    send(health("covered", start.plusSeconds(100), "online")); // a silence says nothing
    send(health("covered", start.plusSeconds(105), "online"));
    await(
        "seen",
        () ->
            number(
                    "SELECT COALESCE(sum(seen_seconds), 0)::bigint FROM statistics_hourly WHERE camera_id = 'covered'")
                == 15);
  }

  @Test
  void decisionsAreAppliedOnceAgainstTheVersionThatWasSeenAndLeaveATrace() {
    Violation violation = violation("judged", now);
    UUID id = violation.getViolationId();
    send(violation);
    await(
        "there",
        () -> number("SELECT count(*) FROM violation_events WHERE id = '%s'".formatted(id)) == 1);
    Review confirm = review("judged", "violation", id, "confirmed", 0);
    send(confirm);
    send(confirm);
    send(review("judged", "violation", id, "false_positive", 0));
    send(review("judged", "violation", UUID.randomUUID(), "confirmed", 0));
    send(review("judged", "camera", id, "confirmed", 0));
    await("log", () -> number("SELECT count(*) FROM review_log WHERE handled_by = 'judged'") == 4);
    assertThat(
            text(
                "SELECT status || ' ' || version || ' ' || assignee || ' ' || review_reason || ' ' || legal_hold FROM violation_events WHERE id = '%s'"
                    .formatted(id)))
        .isEqualTo("confirmed 1 mei seen twice true");
    assertThat(
            text(
                "SELECT string_agg(outcome, ',' ORDER BY outcome) FROM review_log WHERE handled_by = 'judged'"))
        .isEqualTo("applied,awaiting_target,stale_version,unknown_target");
  }

  @Test
  void aHoldIsLiftedByTwoPeople() {
    Violation violation = violation("held", now);
    UUID id = violation.getViolationId();
    send(hold(id, "held", "key:reports")); // before the violation comes
    send(hold(id, "lifted", "mei"));
    send(hold(id, "lifted", "mei"));
    send(hold(id, "lifted", "key:reports"));
    await("log", () -> number("SELECT count(*) FROM review_log WHERE target = 'hold'") == 4);
    send(violation);
    String held =
        "SELECT legal_hold || ' ' || COALESCE(lift_requested_by, '-') FROM violation_events WHERE id = '%s'"
            .formatted(id);
    await(
        "there",
        () -> number("SELECT count(*) FROM violation_events WHERE id = '%s'".formatted(id)) == 1);
    assertThat(text(held)).isEqualTo("true mei");
    assertThat(
            text(
                "SELECT string_agg(outcome, ',' ORDER BY appended_offset) FROM review_log WHERE target = 'hold'"))
        .isEqualTo("applied,applied,refused,refused");
    send(hold(id, "lifted", "token:lin"));
    await("lifted", () -> text(held).equals("false -"));
  }

  private Review hold(UUID id, String status, String by) {
    return Review.newBuilder()
        .setCommandId(UUID.randomUUID())
        .setCameraId("held")
        .setTarget("hold")
        .setTargetId(id)
        .setStatus(status)
        .setHandledBy(by)
        .setDecidedAt(now)
        .build();
  }

  @Test
  void alertsAreAcknowledgedAndResolvedByPeople() {
    Alert alert = alert("alerted");
    UUID id = alert.getAlertId();
    send(alert);
    await(
        "there",
        () -> number("SELECT count(*) FROM alert_history WHERE id = '%s'".formatted(id)) == 1);
    send(review("alerted", "alert", id, "acknowledged", 0));
    send(review("alerted", "alert", id, "confirmed", 1)); // of a violation, not of an alert
    send(review("alerted", "alert", id, "resolved", 1));
    await("log", () -> number("SELECT count(*) FROM review_log WHERE handled_by = 'alerted'") == 3);
    assertThat(
            text(
                "SELECT status || ' ' || version || ' ' || (resolved_at IS NOT NULL) FROM alert_history WHERE id = '%s'"
                    .formatted(id)))
        .isEqualTo("resolved 2 true");
  }

  @Test
  void anAlertThatIsToldAfterASilenceIsSilencedNoMore() {
    UUID silence = UUID.randomUUID();
    Alert silenced = Alert.newBuilder(alert("quiet")).setSilenceId(silence).build();
    UUID id = silenced.getAlertId();
    String row =
        "SELECT COALESCE(silence_id::text, 'none') || ' ' || (unsilenced_at IS NOT NULL) FROM alert_history WHERE id = '%s'"
            .formatted(id);
    send(silenced);
    await(
        "there",
        () -> number("SELECT count(*) FROM alert_history WHERE id = '%s'".formatted(id)) == 1);
    assertThat(text(row)).isEqualTo(silence + " false");
    send(Alert.newBuilder(silenced).setState("unsilenced").setSilenceId(null).build());
    await(
        "told",
        () ->
            number(
                    "SELECT count(*) FROM alert_history WHERE id = '%s' AND unsilenced_at IS NOT NULL"
                        .formatted(id))
                == 1);
    assertThat(text(row)).isEqualTo("none true");
    send(Alert.newBuilder(silenced).setState("updated").setSilenceId(null).setCount(6).build());
    await(
        "updated",
        () ->
            number(
                    "SELECT count(*) FROM alert_history WHERE id = '%s' AND details->>'count' = '6'"
                        .formatted(id))
                == 1);
    assertThat(text(row)).isEqualTo("none true");
  }

  @Test
  void whatCameOfANotificationIsKeptForEachRecipientAndNothingFollowsItsDelivery() {
    Alert alert = alert("notified");
    UUID id = alert.getAlertId();
    send(alert);
    send(notification(alert, "a", "retrying", 1));
    send(notification(alert, "b", "retrying", 1));
    send(notification(alert, "a", "delivered", 3));
    send(notification(alert, "b", "given_up", 9));
    send(notification(alert, "a", "retrying", 4)); // from before a crash
    send(notification(alert, "c", "postponed", 0));
    await(
        "kept",
        () ->
            number("SELECT count(*) FROM alert_notifications WHERE alert_id = '%s'".formatted(id))
                == 3);
    assertThat(
            text(
                "SELECT string_agg(recipient || ' ' || outcome || ' ' || attempts, ', ' ORDER BY recipient) FROM alert_notifications WHERE alert_id = '%s'"
                    .formatted(id)))
        .isEqualTo("a delivered 3, b given_up 9, c postponed 0");
  }

  @Test
  void whatWasSetIsKnownByTheIdItWasSentWith() {
    for (SpecificRecord setting :
        List.of(camera("known", "all"), rule(UUID.randomUUID(), "known"))) {
      UUID command = send(setting, now);
      await(
          "applied",
          () ->
              number("SELECT count(*) FROM applied_commands WHERE id = '%s'".formatted(command))
                  == 1);
    }
  }

  @Test
  void howACamerasFramesAreTakenAndWhatIsSaidOfItIsKeptAsItWasLast() {
    send(camera("taken", "all"));
    send(
        Camera.newBuilder(camera("taken", "all"))
            .setFramesPerSecond(12.5)
            .setStillFramesPerSecond(0.2)
            .setJpegQuality(70)
            .setLongestSide(1280)
            .setKeepVideo(false)
            .setRecordVideo(true)
            .setHasSource(true)
            .setHasSubstream(true)
            .build());
    send(
        CameraHealth.newBuilder(health("taken", now, "online"))
            .setBitsPerSecond(2_100_000L)
            .setLastError("the stream ended")
            .setLastErrorAt(now.minusSeconds(60))
            .setInstance("capture-1")
            .build());
    await(
        "set",
        () ->
            text("""
                    SELECT COALESCE((
                      SELECT concat_ws(' ', frames_per_second, still_frames_per_second, jpeg_quality, longest_side,
                                       keep_video, record_video, has_source, has_substream)
                      FROM cameras WHERE id = 'taken'), '')
                    """)
                .equals("12.5 0.2 70 1280 f t t t"));
    await(
        "said",
        () ->
            text("""
                    SELECT COALESCE((
                      SELECT concat_ws(' ', bits_per_second, last_error, instance, at - last_error_at)
                      FROM camera_status WHERE camera_id = 'taken'), '')
                    """)
                .equals("2100000 the stream ended capture-1 00:01:00"));
    send(health("taken", now.plusSeconds(1), "online"));
    await(
        "unsaid",
        () ->
            number(
                    "SELECT count(*) FROM camera_status WHERE camera_id = 'taken' AND bits_per_second IS NULL AND last_error IS NULL AND last_error_at IS NULL AND instance IS NULL")
                == 1);
  }

  @Test
  void aCameraIsInAStateSinceThatBegan() {
    Instant began = now.minusSeconds(60);
    send(health("since", began.minusSeconds(10), "online"));
    for (int i = 0; i < 3; i++) {
      send(
          CameraHealth.newBuilder(health("since", began.plusSeconds(5L * i), "offline"))
              .setReasonCode(CameraReason.UNREACHABLE.word())
              .setSince(began)
              .setLastErrorCode(CameraReason.UNREACHABLE.word())
              .build());
    }
    await(
        "offline",
        () ->
            text("""
                    SELECT COALESCE((
                      SELECT concat_ws(' ', state, reason_code, last_error_code, at - since)
                      FROM camera_status WHERE camera_id = 'since'), '')
                    """)
                .equals("offline unreachable unreachable 00:00:10"));
    send(
        CameraHealth.newBuilder(health("since", began.plusSeconds(15), "online"))
            .setSince(began.plusSeconds(15))
            .build());
    await(
        "online again",
        () ->
            number(
                    "SELECT count(*) FROM camera_status WHERE camera_id = 'since' AND at = since AND reason_code IS NULL")
                == 1);
  }

  @Test
  void whatIsSaidIsKeptAsACodeWithItsParametersToo() {
    Violation violation =
        Violation.newBuilder(violation("said", now))
            .setReasonCode(ViolationReason.WITHOUT_ITEM.word())
            .setReasonParameters(Map.of("frames", "9"))
            .build();
    send(violation);
    send(violation("unsaid", now));
    Alert alert =
        Alert.newBuilder(alert("said"))
            .setMessageCode(AlertReason.VIOLATIONS.word())
            .setMessageParameters(Map.of("count", "5"))
            .build();
    send(alert);
    send(
        Alert.newBuilder(alert)
            .setState("updated")
            .setMessageCode(AlertReason.MORE_VIOLATIONS.word())
            .setMessageParameters(Map.of("count", "6"))
            .build());
    await(
        "what is wrong",
        () ->
            text("""
                    SELECT COALESCE(string_agg(concat_ws(' ', camera_id, reason_code, reason_parameters), ', '
                                               ORDER BY camera_id), '')
                    FROM violation_events WHERE camera_id IN ('said', 'unsaid')
                    """)
                .equals("said without_item {\"frames\": \"9\"}, unsaid"));
    await(
        "what an alert says last",
        () ->
            text("""
                    SELECT COALESCE((
                      SELECT concat_ws(' ', message_code, message_parameters)
                      FROM alert_history WHERE camera_id = 'said'), '')
                    """)
                .equals("more_violations {\"count\": \"6\"}"));
  }

  @Test
  void whatIsWithdrawnGoesAndADefaultRuleComesBackAsItWas() {
    send(camera("withdrawn", "all"));
    AlertRule known = DefaultRules.all().getFirst();
    send(AlertRule.newBuilder(known).setName("changed").build());
    UUID own = UUID.randomUUID();
    send(rule(own, "own"));
    await(
        "set",
        () -> number("SELECT count(*) FROM alert_rules WHERE id = '%s'".formatted(own)) == 1);
    await("camera", () -> number("SELECT count(*) FROM cameras WHERE id = 'withdrawn'") == 1);
    withdraw(Topics.CAMERAS, "withdrawn");
    withdraw(Topics.ALERT_RULES, own.toString());
    withdraw(Topics.ALERT_RULES, known.getRuleId().toString());
    withdraw(Topics.VIOLATIONS, "nothing"); // of a topic that is not compacted
    await("gone", () -> number("SELECT count(*) FROM cameras WHERE id = 'withdrawn'") == 0);
    await(
        "rule",
        () -> number("SELECT count(*) FROM alert_rules WHERE id = '%s'".formatted(own)) == 0);
    await(
        "default",
        () ->
            text("SELECT name FROM alert_rules WHERE id = '%s'".formatted(known.getRuleId()))
                .equals(known.getName()));
    await(
        "aside",
        () ->
            letters(new DeadLetterFilter(Topics.VIOLATIONS, "EMPTY", "nothing", null, null), false)
                    .size()
                == 1);
  }

  @Test
  void peopleCountOnceInTheZonesThatTheyAreIn() {
    var person =
        Person.newBuilder()
            .setTrackId(1)
            .setBox(new Box(0.25, 0.25, 0.125, 0.125))
            .setScore(0.75f)
            .setVerdicts(List.of())
            .setZones(List.of("work_area"))
            .build();
    send(Activity.newBuilder(frame("zoned", 1, now)).setPeople(List.of(person)).build());
    await(
        "counted",
        () -> number("SELECT total_persons FROM statistics_hourly WHERE camera_id = 'zoned'") == 1);
    assertThat(
            text(
                "SELECT (SELECT sum(total_persons) FROM statistics_zone_hourly WHERE camera_id = 'zoned') || ' ' || (SELECT sum(total_persons) FROM statistics_zone_quarter_hourly WHERE camera_id = 'zoned')"))
        .isEqualTo("1 1");
  }

  @Test
  void aVisitCountsOnceWhateverComesAgain() {
    UUID visit = Ids.visit(Ids.frame("visited", now, 1), 1);
    Activity begun = visited("visited", 1, new Visit(visit, 1L, now, true, false, List.of()));
    Activity judged =
        visited("visited", 2, new Visit(visit, 1L, now, false, true, List.of("work_area")));
    send(begun);
    send(judged);
    send(begun);
    send(judged);
    send(visited("visited", 3, new Visit(visit, 1L, now, false, false, List.of("entrance"))));
    await("counted", () -> visits("visited").equals("1 1 0"));
    await(
        "its row",
        () ->
            text("SELECT begun || ' ' || judged || ' ' || zones::text FROM visits WHERE id = '%s'"
                    .formatted(visit))
                .equals("true true {entrance,work_area}"));
    assertThat(
            text(
                "SELECT string_agg(zone || ' ' || visits, ', ' ORDER BY zone) FROM statistics_zone_hourly WHERE camera_id = 'visited'"))
        .isEqualTo("entrance 1, work_area 1");
    assertThat(differences("visited")).isEmpty();
    sql("UPDATE visits SET judged = false WHERE camera_id = 'visited'");
    assertThat(differences("visited"))
        .singleElement()
        .asString()
        .contains("judged_visits of visited", "is 1, a recount says 0");
    sql("UPDATE visits SET judged = true WHERE camera_id = 'visited'");
  }

  @Test
  void aFalsePositiveLeavesTheSumsOnceAndComesBackIfItIsUndone() {
    UUID visit = Ids.visit(Ids.frame("mistaken", now, 1), 1);
    send(visited("mistaken", 1, new Visit(visit, 1L, now, true, true, List.of())));
    Violation first = ofVisit(violation("mistaken", now.plusSeconds(1)), visit);
    Violation second = ofVisit(violation("mistaken", now.plusSeconds(20)), visit);
    send(first);
    send(second);
    send(first);
    String violations =
        "SELECT COALESCE(sum(total_violations), 0) || ' ' || COALESCE(sum(total_hairnet_violations), 0) FROM statistics_%shourly WHERE camera_id = 'mistaken'";
    await("both", () -> text(violations.formatted("")).equals("2 2"));
    await("one visit", () -> visits("mistaken").equals("1 1 1"));
    Review decision = review("mistaken", "violation", first.getViolationId(), "false_positive", 0);
    send(decision);
    send(decision);
    await("one is left", () -> text(violations.formatted("")).equals("1 1"));
    assertThat(visits("mistaken")).isEqualTo("1 1 1");
    send(review("mistaken", "violation", second.getViolationId(), "false_positive", 0));
    await("none is left", () -> text(violations.formatted("quarter_")).equals("0 0"));
    await("the visit is compliant", () -> visits("mistaken").equals("1 1 0"));
    assertThat(differences("mistaken")).isEmpty();
    send(review("mistaken", "violation", first.getViolationId(), "confirmed", 1));
    await("it is back", () -> text(violations.formatted("")).equals("1 1"));
    await("the visit, too", () -> visits("mistaken").equals("1 1 1"));
    assertThat(differences("mistaken")).isEmpty();
  }

  @Test
  void aFalsePositiveThatWasDecidedBeforeItCameNeverCounts() {
    Violation violation = violation("forejudged", now);
    send(review("forejudged", "violation", violation.getViolationId(), "false_positive", 0));
    await(
        "waiting",
        () -> number("SELECT count(*) FROM review_log WHERE handled_by = 'forejudged'") == 1);
    send(violation);
    await(
        "there",
        () -> number("SELECT count(*) FROM violation_events WHERE camera_id = 'forejudged'") == 1);
    assertThat(
            number(
                "SELECT sum(total_violations) FROM statistics_hourly WHERE camera_id = 'forejudged'"))
        .isZero();
  }

  private String visits(String camera) {
    return text(
        """
        SELECT COALESCE(sum(visits), 0) || ' ' || COALESCE(sum(judged_visits), 0) || ' ' || COALESCE(sum(violating_visits), 0)
        FROM statistics_hourly WHERE camera_id = '%s'"""
            .formatted(camera));
  }

  private Activity visited(String camera, long sequence, Visit visit) {
    return Activity.newBuilder(frame(camera, sequence, visit.getStartedAt().plusMillis(sequence)))
        .setVisits(List.of(visit))
        .build();
  }

  private Violation ofVisit(Violation violation, UUID visit) {
    return Violation.newBuilder(violation).setVisitId(visit).setVisitStartedAt(now).build();
  }

  @Test
  void skippedFramesCountInTheirHourOnceAndByReason() {
    send(skipped("skipper", "stale", 5, 3, null));
    send(skipped("skipper", "stale", 5, 3, null));
    send(skipped("skipper", "stale", 9, 2, null));
    send(skipped("skipper", "outdated", 1, 1, null));
    send(skipped("skipper", "stale", 12, 4, "future"));
    await(
        "aside",
        () ->
            number(
                    "SELECT COALESCE(sum(events), 0) FROM untimely_events WHERE camera_id = 'skipper'")
                == 4);
    assertThat(
            text(
                "SELECT stale_frames || ' ' || outdated_frames || ' ' || total_frames FROM statistics_hourly WHERE camera_id = 'skipper'"))
        .isEqualTo("5 1 0");
  }

  private SkippedFrames skipped(
      String camera, String reason, long last, int frames, @Nullable String untimely) {
    return SkippedFrames.newBuilder()
        .setCameraId(camera)
        .setEpoch(now)
        .setGeneration(1)
        .setReason(reason)
        .setFirstSequence(last - frames + 1)
        .setLastSequence(last)
        .setFrames(frames)
        .setCapturedAt(now)
        .setUntimely(untimely)
        .build();
  }

  private static Activity untimely(Activity frame, String why) {
    return Activity.newBuilder(frame).setUntimely(why).build();
  }

  private void withdraw(String topic, String key) {
    template().send(new ProducerRecord<>(topic, null, key, null)).join();
  }

  @Test
  void aBadRecordIsDeadLetteredAloneAndAReplayedLetterCountsOnce() {
    Violation violation = violation("poisoned", now);
    send(violation("poisoned-neighbour", now));
    // The key is another camera's: dead-lettered, though the event itself is whole.
    ProducerRecord<String, Object> wrong =
        records.of(Topics.VIOLATIONS, violation.getViolationId(), now, violation, null);
    template()
        .send(new ProducerRecord<>(wrong.topic(), null, "another", wrong.value(), wrong.headers()))
        .join();
    send(violation("poisoned-neighbour", now.plusSeconds(1)));
    await(
        "neighbours",
        () ->
            number("SELECT count(*) FROM violation_events WHERE camera_id = 'poisoned-neighbour'")
                == 2);
    var filter = new DeadLetterFilter(Topics.VIOLATIONS, "WRONG_KEY", null, null, null);
    await("letter", () -> letters(filter, false).size() == 1);
    assertThat(
            letters(new DeadLetterFilter(Topics.VIOLATIONS, "MALFORMED", null, null, null), false))
        .isEmpty();
    assertThat(letters(filter, false).getFirst())
        .contains("cleansight.violations-", "WRONG_KEY", "another");
    // Sent again unmended it is dead-lettered again; and a mended one is written once, however
    // often it
    // is sent.
    letters(filter, true);
    await("aside again", () -> letters(filter, false).size() == 2);
    var mended = new ProducerRecord<String, Object>(Topics.VIOLATIONS, null, "poisoned", violation);
    mended
        .headers()
        .add("dlt_topic", Topics.VIOLATIONS.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    mended.headers().add("dlt_partition", "3".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    mended.headers().add("dlt_offset", "17".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    template().send(mended).join();
    template().send(mended).join();
    await("replayed", () -> number("SELECT count(*) FROM replayed_letters WHERE origin = 17") == 1);
    await(
        "written",
        () -> number("SELECT count(*) FROM violation_events WHERE camera_id = 'poisoned'") == 1);
  }

  @Test
  void bytesThatNoLetterCouldHoldAreFetchedFromTheirPlaceOrSaidToBeGone() {
    Violation violation = violation("fetched", now);
    var wrong =
        new ProducerRecord<String, Object>(Topics.VIOLATIONS, null, "fetched-another", violation);
    RecordMetadata place = template().send(wrong).join().getRecordMetadata();
    byte[] bytes = EventCodec.encode(Topics.VIOLATIONS, violation);
    withoutBytes(place.partition(), place.offset(), bytes);
    withoutBytes(place.partition(), place.offset(), new byte[] {1});
    withoutBytes(place.partition(), 1_000_000, bytes);
    var filter = new DeadLetterFilter(Topics.VIOLATIONS, "BAD_IMAGE", null, null, null);
    await("letters", () -> letters(filter, false).size() == 3);
    assertThat(letters(filter, false))
        .allSatisfy(line -> assertThat(line).contains("(at that place only)"));
    var lines = new ArrayList<String>();
    var found = started().bean(DeadLetters.class).each(filter, true, lines::add);
    assertThat(found).isEqualTo(new DeadLetters.Found(3, 2));
    assertThat(lines)
        .filteredOn(line -> line.contains("not replayed: its bytes are gone"))
        .hasSize(2);
    // What was fetched is still under another's key: it is a dead letter once more, of its new
    // place.
    var again = new DeadLetterFilter(Topics.VIOLATIONS, "WRONG_KEY", "fetched-another", null, null);
    await("fetched", () -> letters(again, false).size() == 2);
  }

  /** A dead letter such as one is whose record was too large. */
  private void withoutBytes(int partition, long offset, byte[] bytes) {
    var letter =
        new ProducerRecord<String, Object>(Topics.VIOLATIONS + ".dlt", partition, null, null);
    Map.of(
            "dlt_topic", Topics.VIOLATIONS,
            "dlt_partition", Integer.toString(partition),
            "dlt_offset", Long.toString(offset),
            "dlt_code", "BAD_IMAGE",
            "dlt_bytes", Integer.toString(bytes.length),
            "dlt_sha256", DeadLetter.sha256(bytes))
        .forEach(
            (name, value) ->
                letter
                    .headers()
                    .add(name, value.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    template().send(letter).join();
  }

  @Test
  void whatATransactionTookBackIsNotWritten() {
    var settings =
        Map.<String, Object>of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            started().bootstrapServers(),
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "takes-back");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new EventSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(inTransaction(violation("taken-back", now)));
      producer.flush();
      producer.abortTransaction();
      producer.beginTransaction();
      producer.send(inTransaction(violation("taken-back", now.plusSeconds(1))));
      producer.commitTransaction();
    }
    await(
        "committed",
        () -> number("SELECT count(*) FROM violation_events WHERE camera_id = 'taken-back'") == 1);
    assertThat(
            number(
                "SELECT sum(total_violations) FROM statistics_hourly WHERE camera_id = 'taken-back'"))
        .isEqualTo(1);
    assertThat(text("SELECT timestamp::text FROM violation_events WHERE camera_id = 'taken-back'"))
        .isEqualTo(text("SELECT '%s'::timestamptz::text".formatted(now.plusSeconds(1))));
  }

  private ProducerRecord<String, Object> inTransaction(Violation violation) {
    return records.of(Topics.VIOLATIONS, violation.getViolationId(), now, violation, null);
  }

  @Test
  void aDaysPartitionThatTheServerLacksAfterAFailoverIsMadeAgain() {
    Instant past = now.minus(Duration.ofDays(5));
    send(Activity.newBuilder(frame("partition", 1, past)).setSaveStrategy("all").build());
    String kept = "SELECT count(*) FROM detection_records WHERE camera_id = 'partition'";
    await("first", () -> number(kept) == 1);
    started().jdbc().sql("DROP TABLE " + DayPartitions.nameOf(DayPartitions.dayOf(past))).update();
    send(Activity.newBuilder(frame("partition", 2, past)).setSaveStrategy("all").build());
    await("second", () -> number(kept) == 1);
    var filter = new DeadLetterFilter(Topics.ACTIVITY, null, "partition", null, null);
    assertThat(letters(filter, false)).isEmpty();
  }

  @Test
  void decisionsThatComeBeforeWhatTheyAreAboutAreAppliedWhenItComes() {
    Violation violation = violation("early", now);
    UUID id = violation.getViolationId();
    send(review("early", "violation", id, "confirmed", 0));
    send(review("early", "violation", id, "false_positive", 0));
    send(review("early", "violation", id, "resolved", 1));
    await(
        "waiting",
        () ->
            number(
                    "SELECT count(*) FROM review_log WHERE handled_by = 'early' AND outcome = 'awaiting_target'")
                == 3);
    send(violation);
    await(
        "applied",
        () ->
            number(
                    "SELECT count(*) FROM violation_events WHERE camera_id = 'early' AND status = 'resolved' AND version = 2")
                == 1);
    assertThat(
            text(
                """
                SELECT string_agg(outcome || ' ' || from_status, ', ' ORDER BY appended_offset)
                FROM review_log WHERE handled_by = 'early'"""))
        .isEqualTo("applied pending, stale_version confirmed, applied confirmed");
  }

  @Test
  void itIsNotReadyOnceAConsumerHasDied() {
    HealthIndicator consumers = started().bean(HealthIndicator.class, "consumersHealthIndicator");
    assertThat(status(consumers)).isEqualTo(Status.UP);
    var registry = started().bean(KafkaListenerEndpointRegistry.class);
    MessageListenerContainer cameras =
        registry.getListenerContainer(ConsumerGroups.PERSISTENCE_CAMERAS);
    assertThat(cameras).isNotNull();
    cameras.stop();
    assertThat(status(consumers)).isEqualTo(Status.DOWN);
    cameras.start();
    assertThat(status(consumers)).isEqualTo(Status.UP);
  }

  private static Status status(HealthIndicator indicator) {
    return java.util.Objects.requireNonNull(indicator.health()).getStatus();
  }

  @Test
  void theAuditorFindsASumThatIsNotWhatTheRecordsSay() {
    Violation violation = violation("audited", now.minus(Duration.ofHours(2)));
    send(violation);
    await(
        "there",
        () -> number("SELECT count(*) FROM statistics_hourly WHERE camera_id = 'audited'") == 1);
    assertThat(differences("audited")).isEmpty();
    sql("UPDATE statistics_hourly SET total_violations = 2 WHERE camera_id = 'audited'");
    assertThat(differences("audited"))
        .hasSize(2)
        .anyMatch(it -> it.contains("total_violations") && it.endsWith("is 2, a recount says 1"))
        .anyMatch(it -> it.endsWith("is 2.0, its quarters add up to 1.0"));
    sql("UPDATE statistics_hourly SET total_violations = 1 WHERE camera_id = 'audited'");
    sql("UPDATE statistics_quarter_hourly SET total_violations = 3 WHERE camera_id = 'audited'");
    assertThat(differences("audited"))
        .singleElement()
        .asString()
        .contains("total_violations", "is 1.0, its quarters add up to 3.0");
    sql("UPDATE statistics_quarter_hourly SET total_violations = 1 WHERE camera_id = 'audited'");
    sql(
        """
        INSERT INTO statistics_zone_quarter_hourly (camera_id, zone, quarter_start, total_persons)
        VALUES ('audited', 'entrance', '2026-03-01T12:15:00Z', 5)""");
    assertThat(differences("audited"))
        .contains(
            "total_persons of audited (entrance) in the hour from 2026-03-01T12:00:00Z is null, its quarters add up to 5.0");
    sql("DELETE FROM statistics_zone_quarter_hourly WHERE camera_id = 'audited'");
    assertThat(differences("audited")).isEmpty();
  }

  private List<String> differences(String camera) {
    return started().bean(Auditor.class).auditAll().stream()
        .filter(it -> it.contains(camera))
        .toList();
  }

  private void sql(String statement) {
    started().jdbc().sql(statement).update();
  }

  private List<String> letters(DeadLetterFilter filter, boolean replay) {
    var lines = new ArrayList<String>();
    started().bean(DeadLetters.class).each(filter, replay, lines::add);
    return lines;
  }

  private void send(SpecificRecord event) {
    send(event, now);
  }

  /** Sends it; returns its {@code ce_id}. */
  private UUID send(SpecificRecord event, Instant at) {
    UUID id = UUID.randomUUID();
    String topic =
        Topics.sources().stream()
            .filter(it -> it.event().equals(event.getClass()))
            .findFirst()
            .orElseThrow()
            .name();
    template().send(records.of(topic, id, at, event, null)).join();
    return id;
  }

  private void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    org.awaitility.Awaitility.await().alias(what).atMost(PATIENCE).until(condition);
  }

  private long number(String sql) {
    return started().jdbc().sql(sql).query(Long.class).optional().orElse(0L);
  }

  private String text(String sql) {
    return started().jdbc().sql(sql).query(String.class).single();
  }

  private Activity frame(String camera, long sequence, Instant at) {
    return Activity.newBuilder()
        .setFrameId(Ids.frame(camera, now, sequence))
        .setCameraId(camera)
        .setEpoch(now)
        .setSequence(sequence)
        .setCapturedAt(at)
        .setWidth(640)
        .setHeight(360)
        .setSourceKind("live")
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

  private Violation violation(String camera, Instant at) {
    UUID frame = Ids.frame(camera, at, 0);
    return Violation.newBuilder()
        .setViolationId(Ids.violation(frame, "no_hairnet", 1))
        .setCameraId(camera)
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(now)
        .setTrackId(1)
        .setOpenedAt(at)
        .setConfidence(0.75)
        .setBox(new Box(0.25, 0.25, 0.125, 0.125))
        .setFrameId(frame)
        .setSequence(0)
        .setFramePartition(0)
        .setFrameOffset(0)
        .setReason("no_hairnet in 9 of 11 frames")
        .build();
  }

  private Review review(String camera, String target, UUID id, String status, int version) {
    return Review.newBuilder()
        .setCommandId(UUID.randomUUID())
        .setCameraId(camera)
        .setTarget(target)
        .setTargetId(id)
        .setStatus(status)
        .setExpectedVersion(version)
        .setHandledBy(camera)
        .setDecidedAt(now)
        .setReason("seen twice")
        .setAssignee("mei")
        .setLegalHold(true)
        .build();
  }

  private Alert alert(String camera) {
    return Alert.newBuilder()
        .setAlertId(UUID.randomUUID())
        .setRuleId(UUID.randomUUID())
        .setRuleName("rule")
        .setAlertType("violation_threshold")
        .setCameraId(camera)
        .setState("raised")
        .setPriority("high")
        .setWindowStart(now)
        .setRaisedAt(now)
        .setCount(5)
        .setMessage("5 of them")
        .setViolationIds(List.of())
        .setChannels(List.of("log"))
        .build();
  }

  private Notification notification(Alert alert, String recipient, String outcome, int attempts) {
    return Notification.newBuilder()
        .setAlertId(alert.getAlertId())
        .setCameraId(alert.getCameraId())
        .setChannel("hook")
        .setRecipient(recipient)
        .setState(alert.getState())
        .setOutcome(outcome)
        .setAttempts(attempts)
        .setAt(now)
        .build();
  }

  private static AlertRule rule(UUID id, String name) {
    return AlertRule.newBuilder()
        .setRuleId(id)
        .setName(name)
        .setRuleType("violation_threshold")
        .setConditions("{\"threshold\": 5, \"duration_minutes\": 10}")
        .setNotificationChannels(List.of("log"))
        .setRecipients(List.of())
        .setEnabled(true)
        .setPriority("high")
        .build();
  }

  private static Camera camera(String id, String strategy) {
    return Camera.newBuilder()
        .setCameraId(id)
        .setName(id)
        .setEnabled(true)
        .setZones(List.of())
        .setSaveStrategy(strategy)
        .build();
  }

  private static CameraHealth health(String camera, Instant at, String state) {
    return CameraHealth.newBuilder()
        .setCameraId(camera)
        .setAt(at)
        .setState(state)
        .setSourceKind("live")
        .setEpoch(at)
        .setFps(5)
        .setCaptured(1)
        .setPublished(1)
        .setDropped(Map.of())
        .build();
  }

  @SuppressWarnings("unchecked") // Spring keeps one template, of this very kind
  private KafkaTemplate<String, Object> template() {
    return started().bean(KafkaTemplate.class);
  }

  private Started started() {
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }
}
