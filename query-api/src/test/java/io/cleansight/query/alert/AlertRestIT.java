package io.cleansight.query.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.rule.body.RuleBody;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Rules, silences and decisions about alerts over HTTP, with persistence away. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlertRestIT {
  /** The long edition: {@code -Drules.fuzzed=10000}. */
  private static final int FUZZED = Integer.getInteger("rules.fuzzed", 1000);

  private static final String RULES = "alerts/rules";
  private static final String DEFAULT_RULE = "7b0a5f6e-0001-5c1e-8a51-6b1d8f0c0001";
  private static final String WHOLE =
      """
      {"name": "Cold room", "rule_type": "violation_threshold", "labels": ["cold"], "priority": "high",
       "conditions": {"threshold": 5, "duration_minutes": 10, "violation_type": "no_hairnet"},
       "schedule": {"days": ["monday"], "from": "06:00", "to": "22:00", "time_zone": "Asia/Shanghai"},
       "notification_channels": ["log"], "cooldown_seconds": 60, "group_seconds": 5,
       "escalate_after_seconds": 600, "escalation_channels": ["email"], "escalation_recipients": ["a@b.example"]}""";

  /** As strict as the service. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(tools.jackson.core.StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running = Running.in(folder, "--query.channels=hook", "--alert.notify.endpoints[0].name=robot");
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'\"threshold\": 5'                 | '\"threshold\": 0'               | conditions.threshold",
        "'\"threshold\": 5'                 | '\"threshold\": 1e400'           | conditions.threshold",
        "'\"duration_minutes\": 10'         | '\"duration_minutes\": 9999'     | conditions.duration",
        "'\"violation_threshold\"'          | '\"astrology\"'                  | rule_type",
        "'\"name\": \"Cold room\"'          | '\"name\": \"\"'                 | name",
        "'\"name\": \"Cold room\", '        | ''                               | name",
        "'[\"cold\"]'                       | '[\" \"]'                        | labels",
        "'\"high\"'                         | '\"urgent\"'                     | priority",
        "'\"monday\"'                       | '\"someday\"'                    | schedule.days",
        "'[\"monday\"'                      | '[null, \"monday\"'                | schedule.days",
        "'06:00'                            | '6 o''clock'                     | schedule.from",
        "'Asia/Shanghai'                    | 'Mars/Base'                      | schedule.time_zone",
        "'\"cooldown_seconds\": 60'         | '\"cooldown_seconds\": -1'       | cooldown_seconds",
        "'\"group_seconds\": 5'             | '\"group_seconds\": 601'         | group_seconds",
        "'\"group_seconds\": 5'             | '\"group_seconds\": \"x\"'       | group_seconds",
        "'\"group_seconds\": 5'             | '\"camera\": 5'                  | camera",
        "'[\"log\"]'                        | '[null]'                         | notification_channels",
        "'[\"log\"]'                        | '{\"a\": 1}'                     | notification_channels"
      })
  void aBadRuleIsRefusedByTheNameOfItsField(String right, String wrong, String field)
      throws Exception {
    String body = WHOLE.replace(right, wrong);
    assertThat(body).isNotEqualTo(WHOLE);
    refused(running().send("POST", RULES, body), field);
    refused(running().send("PUT", RULES + "/" + DEFAULT_RULE, body), field);
    refused(running().send("POST", RULES + "/dry-run", body), field);
  }

  /** Saved, it would never tell anybody. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"log\"]             | [\"e-mail\"]              | notification_channels",
        "[\"log\"]             | [\"log\", \"Email\"]      | notification_channels",
        "[\"log\"]             | [\"email\"]               | recipients",
        "[\"log\"]             | [\"email\"], \"recipients\": [\"the chef\", \"@b.example\"] | recipients",
        "[\"email\"]           | [\"pager\"]               | escalation_channels",
        "[\"a@b.example\"]     | []                        | escalation_recipients",
        "[\"cold\"]            | [], \"camera_ids\": [\"line-0\"] | camera_ids",
        "[\"cold\"]            | [], \"camera_id\": \"line-0\"    | camera_id"
      })
  void aRuleThatCanTellNobodyIsRefused(String right, String wrong, String field) throws Exception {
    String body = WHOLE.replace(right, wrong);
    assertThat(body).isNotEqualTo(WHOLE);
    refused(running().send("POST", RULES, body), field);
    refused(running().send("PUT", RULES + "/" + DEFAULT_RULE, body), field);
  }

  @Test
  void aRuleOfCamerasAndChannelsThatThereAreIsTaken() throws Exception {
    running()
        .sql(
            "INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)"
                + " VALUES ('judged', date_trunc('hour', now()), 1)");
    running().send("PUT", "cameras/made", "If-None-Match", "*", "{}");
    String body =
        WHOLE
            .replace("[\"cold\"]", "[], \"camera_ids\": [\"judged\", \"made\"]")
            .replace(
                "[\"log\"]", "[\"hook\", \"robot\", \"email\"], \"recipients\": [\"a@b.example\"]");
    HttpResponse<String> made = running().send("POST", RULES, body);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(202);
  }

  /** As the field of days expects: a night belongs to the day on which it begins. */
  @ParameterizedTest
  @CsvSource({"'\"days\": []'", "'\"days\": null'"})
  void noDayIsEveryDay(String days) throws Exception {
    String body = WHOLE.replace("\"days\": [\"monday\"]", days);
    assertThat(body).isNotEqualTo(WHOLE);
    assertThat(running().send("POST", RULES, body).statusCode()).isEqualTo(202);
  }

  /**
   * Ten thousand rules with random bytes in their midst; those that are whole by chance are left
   * out.
   */
  @Test
  void malformedRulesAreEachRefused() throws Exception {
    var random = new Random(20261123);
    int refused = 0;
    while (refused < FUZZED) {
      String body = spoilt(random);
      if (isWhole(body)) {
        continue;
      }
      HttpResponse<String> answer = running().send("POST", RULES, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      JsonNode problem = Running.json(answer);
      assertThat(problem.has("field")).as("%s%n%s", body, answer.body()).isTrue();
      assertThat(problem.get("detail").asString()).isNotBlank();
      refused++;
    }
    assertThat(Running.json(running().get(RULES)).size()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                   | comment",
        "{\"comment\": \"x\"}                                                 | ends_at",
        "{\"comment\": \"x\", \"ends_at\": \"2001-01-01T00:00:00Z\"}          | ends_at",
        "{\"comment\": \"x\", \"ends_at\": \"tomorrow\"}                      | ends_at",
        "{\"comment\": \"x\", \"ends_at\": \"2099-01-01T00:00:00Z\"}          | ends_at",
        "{\"comment\": \"x\", \"ends_at\": \"TOMORROW\", \"starts_at\": \"TODAY\", \"kind\": \"nap\"} | kind",
        "{\"comment\": \"x\", \"ends_at\": \"TOMORROW\", \"starts_at\": \"TODAY\", \"camera_ids\": [\"../etc\"]} | camera_ids",
        "{\"comment\": \"x\", \"ends_at\": \"TOMORROW\", \"starts_at\": \"TODAY\", \"rule_ids\": [\"7\"]} | rule_ids"
      })
  void aBadSilenceIsRefusedByTheNameOfItsField(String body, String field) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    String dated =
        body.replace("TODAY", now.toString())
            .replace("TOMORROW", now.plusSeconds(86_400).toString());
    refused(running().send("POST", "alerts/silences", dated), field);
  }

  @Test
  void whatIsNotAppliedInTimeIsAcceptedAndSaysWhereItWillBe() throws Exception {
    HttpResponse<String> rule = running().send("POST", RULES, WHOLE);
    assertThat(rule.statusCode()).isEqualTo(202);
    assertThat(rule.headers().firstValue("location"))
        .hasValueSatisfying(it -> assertThat(it).startsWith("/api/v1/alerts/rules/"));
    HttpResponse<String> silence =
        running()
            .send(
                "POST",
                "alerts/silences",
                "{\"comment\": \"cleaning\", \"ends_at\": \"%s\"}"
                    .formatted(Instant.now().plusSeconds(3600)));
    assertThat(silence.statusCode()).isEqualTo(202);
  }

  /**
   * What is sent is answered with 202 here, as persistence is away; what was applied is not sent.
   */
  @Test
  void whatWasAppliedUnderItsKeyIsNotSentAgain() throws Exception {
    applied(new IdempotencyKey("key:test", "changed").with(DEFAULT_RULE));
    HttpResponse<String> changed = send("PUT", RULES + "/" + DEFAULT_RULE, "changed", WHOLE);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(Running.json(changed).get("name").asString()).isNotEqualTo("Cold room");
    assertThat(send("PUT", RULES + "/" + DEFAULT_RULE, "not yet", WHOLE).statusCode())
        .isEqualTo(202);

    applied(new IdempotencyKey("key:test", "made and deleted"));
    assertThat(send("POST", RULES, "made and deleted", WHOLE).statusCode()).isEqualTo(409);
    String silence =
        "{\"comment\": \"c\", \"ends_at\": \"%s\"}".formatted(Instant.now().plusSeconds(3600));
    assertThat(send("POST", "alerts/silences", "made and deleted", silence).statusCode())
        .isEqualTo(409);

    running()
        .sql(
            """
            INSERT INTO cameras (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis,
                                 set_at, set_offset)
            VALUES ('set', 'Set', true, '[]', '[]', 1, 1, now(), 0)""");
    applied(new IdempotencyKey("key:test", "named").with("set"));
    HttpResponse<String> camera = send("PUT", "cameras/set", "named", "{\"name\": \"Other\"}");
    assertThat(camera.statusCode()).as(camera.body()).isEqualTo(200);
    assertThat(Running.json(camera).get("name").asString()).isEqualTo("Set");
    HttpResponse<String> later = send("PUT", "cameras/set", "later", "{\"name\": \"Other\"}");
    assertThat(later.statusCode()).isEqualTo(202);
    assertThat(later.headers().firstValue("location")).hasValue("/api/v1/cameras/set");
  }

  private void applied(IdempotencyKey key) throws Exception {
    running().sql("INSERT INTO applied_commands VALUES ('%s', now())".formatted(key.id()));
  }

  private HttpResponse<String> send(String method, String path, String key, String body)
      throws Exception {
    return running()
        .send(
            HttpRequest.newBuilder(running().at(path))
                .header("X-API-Key", Running.API_KEY)
                .header(IdempotencyKey.HEADER, key)
                .header("If-Match", "*")
                .header("content-type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void whatIsNotThereIsNotFoundAndDefaultRulesStay() throws Exception {
    UUID nobody = UUID.fromString("ffffffff-0000-0000-0000-000000000000");
    assertThat(running().get(RULES + "/" + nobody).statusCode()).isEqualTo(404);
    assertThat(running().send("PUT", RULES + "/" + nobody, WHOLE).statusCode()).isEqualTo(404);
    assertThat(running().send("DELETE", RULES + "/" + nobody, "").statusCode()).isEqualTo(404);
    assertThat(running().send("DELETE", RULES + "/" + DEFAULT_RULE, "").statusCode())
        .isEqualTo(409);
    assertThat(running().send("DELETE", "alerts/silences/" + nobody, "").statusCode())
        .isEqualTo(404);
    assertThat(
            running()
                .send("PUT", "alerts/" + nobody + "/status", "{\"status\": \"acknowledged\"}")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aDecisionAboutAnAlertMustBeOneOfItsOwn() throws Exception {
    running()
        .sql(
            """
            INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
            VALUES ('00000000-0000-0000-0000-0000000000aa', gen_random_uuid(), 'line-1', now(), 'violation_threshold',
                    'for the test', '{}', 'high')
            """);
    String alert = "alerts/00000000-0000-0000-0000-0000000000aa/status";
    refused(running().send("PUT", alert, "{\"status\": \"confirmed\"}"), "status");
    assertThat(running().send("PUT", alert, "{\"status\": \"acknowledged\"}").statusCode())
        .isEqualTo(202);
    refused(running().send("PUT", "alerts/status", "{\"ids\": []}"), "ids");
    HttpResponse<String> batch =
        running()
            .send(
                "PUT",
                "alerts/status",
                "{\"ids\": [\"ffffffff-0000-0000-0000-000000000000\"], \"decision\": {\"status\": \"resolved\"}}");
    assertThat(batch.body())
        .isEqualTo("[{\"id\":\"ffffffff-0000-0000-0000-000000000000\",\"outcome\":\"unknown\"}]");
    assertThat(Running.json(running().get("alerts/statistics")).get(0).get("alerts").asInt())
        .isEqualTo(1);
  }

  @Test
  void notificationsAreShownAndAlertsFoundByThem() throws Exception {
    String delivered = "00000000-0000-0000-0000-0000000000b1";
    String waiting = "00000000-0000-0000-0000-0000000000b2";
    String givenUp = "00000000-0000-0000-0000-0000000000b3";
    for (String id : new String[] {delivered, waiting, givenUp}) {
      running()
          .sql(
              """
              INSERT INTO alert_history
                (id, rule_id, camera_id, timestamp, alert_type, message, details, priority, unsilenced_at)
              VALUES ('%s', gen_random_uuid(), 'line-7', now(), 'occupancy', 'for the test', '{}', 'high', now())
              """
                  .formatted(id));
    }
    notified(delivered, "hook", "hook", "delivered", "NULL");
    notified(waiting, "hook", "hook", "postponed", "'over 30 a minute'");
    notified(waiting, "email", "a@example.com", "retrying", "'not sent'");
    notified(givenUp, "hook", "hook", "given_up", "'127.0.0.1 answers 500'");
    JsonNode shown = Running.json(running().get("alerts/" + givenUp)).get("notifications").get(0);
    assertThat(shown.get("channel").asString()).isEqualTo("hook");
    assertThat(shown.get("recipient").asString()).isEqualTo("hook");
    assertThat(shown.get("state").asString()).isEqualTo("raised");
    assertThat(shown.get("outcome").asString()).isEqualTo("given_up");
    assertThat(shown.get("attempts").asInt()).isEqualTo(3);
    assertThat(shown.get("error").asString()).isEqualTo("127.0.0.1 answers 500");
    assertThat(shown.get("at").asString()).startsWith("20");
    assertThat(Running.json(running().get("alerts/" + givenUp)).get("unsilenced_at").isNull())
        .isFalse();
    assertThat(found("given_up")).containsExactly(givenUp);
    assertThat(found("waiting")).containsExactly(waiting);
    refused(running().get("alerts?notifications=lost"), "notifications");
    String counts = running().get("alerts/notifications").body();
    assertThat(counts)
        .contains("{\"channel\":\"hook\",\"outcome\":\"given_up\",\"notifications\":1}")
        .contains("{\"channel\":\"email\",\"outcome\":\"retrying\",\"notifications\":1}");
    assertThat(running().get("alerts/notifications?to=2001-01-02T00:00:00Z").body())
        .isEqualTo("[]");
  }

  private void notified(
      String alert, String channel, String recipient, String outcome, String error)
      throws Exception {
    running()
        .sql(
            """
            INSERT INTO alert_notifications (alert_id, channel, recipient, state, outcome, error, attempts, at)
            VALUES ('%s', '%s', '%s', 'raised', '%s', %s, 3, now())
            """
                .formatted(alert, channel, recipient, outcome, error));
  }

  private List<String> found(String notifications) throws Exception {
    var ids = new ArrayList<String>();
    Running.json(running().get("alerts?camera_id=line-7&notifications=" + notifications))
        .get("items")
        .forEach(it -> ids.add(it.get("id").asString()));
    return ids;
  }

  /** Silences that were set are known to whoever tries a rule. */
  @Test
  void aRuleIsTriedWithSilencesAsTheyAreSet() throws Exception {
    running()
        .sql(
            """
            INSERT INTO silences (id, kind, comment, camera_ids, labels, rule_ids, starts_at, ends_at, schedule,
                                  created_by, set_at, set_offset)
            VALUES (gen_random_uuid(), 'silence', 'c', '["line-1"]', '["cold"]', '[]', now() - interval '1 hour',
                    now() + interval '1 hour',
                    '{"days": ["monday"], "from": "06:00", "to": "22:00", "time_zone": "UTC"}', 'ann', now(), 0)""");
    HttpResponse<String> tried =
        running().send("POST", RULES + "/dry-run?rule_id=" + DEFAULT_RULE, WHOLE);
    assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
    assertThat(Running.json(tried).get("complete").asBoolean()).isTrue();
    String future = Instant.now().plusSeconds(3600).truncatedTo(ChronoUnit.SECONDS).toString();
    refused(
        running()
            .send("POST", RULES + "/dry-run?from=" + future + "&to=2150-01-01T00:00:00Z", WHOLE),
        "from");
  }

  private static String spoilt(Random random) {
    var text = new StringBuilder(WHOLE);
    for (int edit = random.nextInt(4); edit >= 0; edit--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(0x2000));
        case 1 -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
        default -> text.insert(at, "{[\"\\-1e999,:null".charAt(random.nextInt(16)));
      }
    }
    return text.toString();
  }

  private static boolean isWhole(String body) {
    try {
      var _ = STRICT.readValue(body, RuleBody.class).event(UUID.randomUUID());
      return true;
    } catch (JacksonException | IllegalArgumentException e) {
      return false;
    }
  }

  private static void refused(HttpResponse<String> answer, String field) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(Running.json(answer).get("field").asString()).as(answer.body()).startsWith(field);
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
