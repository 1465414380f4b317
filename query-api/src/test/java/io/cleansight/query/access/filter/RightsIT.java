package io.cleansight.query.access.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.DefaultRules;
import io.cleansight.query.Running;
import io.cleansight.query.access.Role;
import io.cleansight.query.access.Secrets;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every request that there is, by everybody who may come. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RightsIT {
  private static final String VIOLATION = "00000000-0000-0000-0000-000000000001";
  private static final String ALERT = "00000000-0000-0000-0000-000000000002";
  private static final String RULE = "00000000-0000-0000-0000-000000000003";
  private static final String SILENCE = "00000000-0000-0000-0000-000000000004";
  private static final String GROUP = "00000000-0000-0000-0000-000000000005";
  private static final String ERASURE = "00000000-0000-0000-0000-000000000006";
  private static final String CAMERA = "line-1";
  private static final String CONFIRM = "{\"status\": \"confirmed\"}";
  private static final String ACKNOWLEDGE = "{\"status\": \"acknowledged\"}";
  private static final String RULE_BODY =
      "{\"name\": \"r\", \"rule_type\": \"occupancy\", \"conditions\": {\"max_people\": 3,"
          + " \"duration_seconds\": 5}}";

  @TempDir static Path folder;

  private @Nullable Running running;

  /** What a caller gets who may see no camera that the request is about. */
  enum Foreign {
    /** As if it were not there. */
    HIDDEN,
    /** What there is, less that camera. */
    WITHOUT,
    /** Nothing for those who may not see every camera. */
    REFUSED,
    /** It is about no camera. */
    SAME
  }

  record Request(
      String method,
      String pattern,
      String path,
      String body,
      @Nullable Role role,
      Foreign foreign) {
    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  private static Request get(String pattern, String path, Foreign foreign) {
    return new Request("GET", pattern, path, "", Role.VIEWER, foreign);
  }

  private static Request get(String path, Foreign foreign) {
    return get(path, path, foreign);
  }

  private static Request put(String pattern, String path, String body, Role role, Foreign foreign) {
    return new Request("PUT", pattern, path, body, role, foreign);
  }

  /** For admins. */
  private static Request of(
      String method, String pattern, String path, String body, Foreign foreign) {
    return new Request(method, pattern, path, body, Role.ADMIN, foreign);
  }

  static Stream<Request> requests() {
    return Stream.of(
        get("records/violations", Foreign.WITHOUT),
        get("records/violations/count", Foreign.WITHOUT),
        get("records/violations/{id}", "records/violations/" + VIOLATION, Foreign.HIDDEN),
        get(
            "records/violations/{id}/snapshot",
            "records/violations/" + VIOLATION + "/snapshot",
            Foreign.HIDDEN),
        get(
            "records/violations/{id}/clip",
            "records/violations/" + VIOLATION + "/clip",
            Foreign.HIDDEN),
        get(
            "records/violations/{id}/thumbnail",
            "records/violations/" + VIOLATION + "/thumbnail",
            Foreign.HIDDEN),
        put(
            "records/violations/{id}/status",
            "records/violations/" + VIOLATION + "/status",
            CONFIRM,
            Role.REVIEWER,
            Foreign.HIDDEN),
        put(
            "records/violations/{id}/legal-hold",
            "records/violations/" + VIOLATION + "/legal-hold",
            "{\"held\": true}",
            Role.REVIEWER,
            Foreign.HIDDEN),
        put(
            "records/violations/status",
            "records/violations/status",
            "{\"ids\": [\"" + VIOLATION + "\"], \"decision\": " + CONFIRM + "}",
            Role.REVIEWER,
            Foreign.WITHOUT),
        get(
            "records/detection-records/{camera}",
            "records/detection-records/" + CAMERA,
            Foreign.WITHOUT),
        get("records/statistics/{camera}", "records/statistics/" + CAMERA, Foreign.WITHOUT),
        get("records/statistics/summary", Foreign.WITHOUT),
        get("statistics/summary", Foreign.WITHOUT),
        get("events", Foreign.WITHOUT),
        get("statistics/realtime", Foreign.WITHOUT),
        get("statistics/hourly", Foreign.WITHOUT),
        get("statistics/daily", Foreign.WITHOUT),
        get("statistics/zones", Foreign.WITHOUT),
        get("statistics/breakdown", "statistics/breakdown?by=camera", Foreign.WITHOUT),
        get("statistics/breakdown/zones", Foreign.WITHOUT),
        get("statistics/breakdown/types", Foreign.WITHOUT),
        get("reports/shift", Foreign.WITHOUT),
        get("reports/shifts", Foreign.SAME),
        get("system", Foreign.REFUSED),
        get("cameras/{camera}/preview", "cameras/" + CAMERA + "/preview", Foreign.HIDDEN),
        get(
            "cameras/{camera}/video",
            "cameras/" + CAMERA + "/video?from=2026-03-01T00:00:00Z&to=2026-03-01T00:01:00Z",
            Foreign.HIDDEN),
        get("cameras/{camera}/recordings", "cameras/" + CAMERA + "/recordings", Foreign.HIDDEN),
        get("alerts", Foreign.WITHOUT),
        get("alerts/history", Foreign.WITHOUT),
        get("alerts/statistics", Foreign.WITHOUT),
        get("alerts/notifications", Foreign.WITHOUT),
        get("alerts/{id}", "alerts/" + ALERT, Foreign.HIDDEN),
        put(
            "alerts/{id}/status",
            "alerts/" + ALERT + "/status",
            ACKNOWLEDGE,
            Role.REVIEWER,
            Foreign.HIDDEN),
        put(
            "alerts/status",
            "alerts/status",
            "{\"ids\": [\"" + ALERT + "\"], \"decision\": " + ACKNOWLEDGE + "}",
            Role.REVIEWER,
            Foreign.WITHOUT),
        get("alerts/rules", Foreign.WITHOUT),
        get("alerts/rules/{id}", "alerts/rules/" + RULE, Foreign.HIDDEN),
        new Request("POST", "alerts/rules", "alerts/rules", RULE_BODY, Role.ADMIN, Foreign.REFUSED),
        put("alerts/rules/{id}", "alerts/rules/" + RULE, RULE_BODY, Role.ADMIN, Foreign.HIDDEN),
        new Request(
            "DELETE", "alerts/rules/{id}", "alerts/rules/" + RULE, "", Role.ADMIN, Foreign.HIDDEN),
        new Request(
            "POST",
            "alerts/rules/dry-run",
            "alerts/rules/dry-run",
            RULE_BODY,
            Role.REVIEWER,
            Foreign.REFUSED),
        get("alerts/silences", Foreign.WITHOUT),
        get("alerts/silences/{id}", "alerts/silences/" + SILENCE, Foreign.HIDDEN),
        new Request(
            "POST",
            "alerts/silences",
            "alerts/silences",
            "{\"comment\": \"c\", \"ends_at\": \"%s\"}".formatted(Instant.now().plusSeconds(3600)),
            Role.ADMIN,
            Foreign.REFUSED),
        new Request(
            "DELETE",
            "alerts/silences/{id}",
            "alerts/silences/" + SILENCE,
            "",
            Role.ADMIN,
            Foreign.HIDDEN),
        get("cameras", Foreign.WITHOUT),
        get("cameras/{camera}", "cameras/" + CAMERA, Foreign.HIDDEN),
        put("cameras/{camera}", "cameras/" + CAMERA, "{}", Role.ADMIN, Foreign.HIDDEN),
        new Request(
            "DELETE", "cameras/{camera}", "cameras/" + CAMERA, "", Role.ADMIN, Foreign.HIDDEN),
        new Request(
            "POST",
            "cameras/{camera}/probe",
            "cameras/" + CAMERA + "/probe",
            "{}",
            Role.ADMIN,
            Foreign.HIDDEN),
        get("export/{table}.{format}", "export/violations.csv", Foreign.WITHOUT),
        new Request("GET", "audit", "audit", "", Role.ADMIN, Foreign.WITHOUT),
        new Request(
            "GET",
            "personal-data.zip",
            "personal-data.zip?camera_id="
                + CAMERA
                + "&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z",
            "",
            Role.ADMIN,
            Foreign.REFUSED),
        new Request(
            "POST",
            "erasures",
            "erasures",
            "{\"camera_ids\": [\"line-1\"], \"from\": \"2026-03-01T00:00:00Z\", \"to\":"
                + " \"2026-03-02T00:00:00Z\", \"reason\": \"asked for\"}",
            Role.ADMIN,
            Foreign.REFUSED),
        new Request("GET", "erasures/{id}", "erasures/" + ERASURE, "", Role.ADMIN, Foreign.HIDDEN),
        get("stream", "stream?kinds=nonsense", Foreign.SAME),
        get("session", Foreign.SAME),
        new Request("GET", "login", "login", "", null, Foreign.SAME),
        put(
            "session/password",
            "session/password",
            "{\"current_password\": \"x\", \"password\": \"correct horse\"}",
            Role.VIEWER,
            Foreign.SAME),
        of("GET", "users", "users", "", Foreign.WITHOUT),
        of("GET", "users/{name}", "users/theirs", "", Foreign.HIDDEN),
        of(
            "POST",
            "users",
            "users",
            "{\"name\": \"new\", \"password\": \"correct horse\", \"role\": \"viewer\"}",
            Foreign.REFUSED),
        of("PUT", "users/{name}", "users/theirs", "{\"role\": \"viewer\"}", Foreign.HIDDEN),
        of("DELETE", "users/{name}", "users/theirs", "", Foreign.HIDDEN),
        of("GET", "keys", "keys", "", Foreign.WITHOUT),
        of("GET", "keys/{name}", "keys/theirs", "", Foreign.HIDDEN),
        of("POST", "keys", "keys", "{\"name\": \"new\", \"role\": \"viewer\"}", Foreign.REFUSED),
        of("PUT", "keys/{name}", "keys/theirs", "{\"role\": \"viewer\"}", Foreign.HIDDEN),
        of("DELETE", "keys/{name}", "keys/theirs", "", Foreign.HIDDEN),
        of("POST", "keys/{name}/rotation", "keys/theirs/rotation", "{}", Foreign.HIDDEN),
        new Request("POST", "session", "session", "{\"token\": \"no\"}", null, Foreign.SAME),
        new Request("DELETE", "session", "session", "", null, Foreign.SAME));
  }

  @BeforeAll
  void start() throws Exception {
    var settings = new ArrayList<String>(List.of("--query.access.logins-per-minute=1000"));
    int keys = 1;
    for (Role role : Role.values()) {
      String name = role.name().toLowerCase(Locale.ROOT);
      settings.addAll(key(keys++, name, role));
      String elsewhere = "--query.access.api-keys[" + keys + "].cameras=line-9";
      settings.addAll(key(keys++, name + "-elsewhere", role));
      settings.add(elsewhere);
    }
    settings.addAll(key(keys, "theirs", Role.VIEWER));
    settings.add("--query.access.api-keys[" + keys + "].cameras=" + CAMERA);
    settings.addAll(
        List.of(
            "--query.access.users[0].name=theirs",
            "--query.access.users[0].password=" + Secrets.hashedPassword("correct horse"),
            "--query.access.users[0].cameras=" + CAMERA));
    running = Running.in(folder, settings.toArray(String[]::new));
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
        VALUES ('%s', gen_random_uuid(), '%s', now(), 'no_hairnet', 1, 0.9, '{}', 'for the test')
        """
            .formatted(VIOLATION, CAMERA));
    running.sql(
        """
        INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
        VALUES ('%s', gen_random_uuid(), '%s', now(), 'violation_threshold', 'five', '{}', 'high')
        """
            .formatted(ALERT, CAMERA));
    running.sql(
        """
        INSERT INTO alert_history (id, rule_id, camera_id, timestamp, alert_type, message, details, priority)
        VALUES ('%s', gen_random_uuid(), 'line-9', now(), 'camera_offline', 'two cameras',
                '{"members": ["line-9", "%s"]}', 'high')
        """
            .formatted(GROUP, CAMERA));
    running.sql(
        """
        INSERT INTO alert_rules (id, name, camera_ids, labels, rule_type, conditions, notification_channels,
          recipients, priority)
        VALUES ('%s', 'theirs', '["line-9", "%s"]', '[]', 'occupancy', '{}', '[]', '[]', 'low')
        """
            .formatted(RULE, CAMERA));
    running.sql(
        """
        INSERT INTO silences (id, kind, comment, camera_ids, labels, rule_ids, starts_at, ends_at, created_by,
          set_at, set_offset)
        VALUES ('%s', 'silence', 'theirs', '["%s"]', '[]', '[]', now(), now() + interval '1 hour', 'mei', now(), 0)
        """
            .formatted(SILENCE, CAMERA));
    running.sql(
        """
        INSERT INTO alert_notifications (alert_id, channel, recipient, state, outcome, error, attempts, at)
        VALUES ('%s', 'email', 'mei@example.com', 'raised', 'given_up', 'not sent', 12, now())
        """
            .formatted(ALERT));
    running.sql(
        """
        INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)
        VALUES ('%s', date_trunc('hour', now()), 5)
        """
            .formatted(CAMERA));
    running.sql(
        """
        INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons)
        SELECT camera_id, 'entrance', hour_start, 5 FROM statistics_hourly
        """);
    running.sql(
        """
        INSERT INTO statistics_quarter_hourly (camera_id, quarter_start, total_frames)
        SELECT camera_id, hour_start, total_frames FROM statistics_hourly
        """);
    running.sql(
        """
        INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped)
        VALUES ('%s', now(), 'online', 'live', 5, now(), 5, 5, '{}')
        """
            .formatted(CAMERA));
    running.sql(
        """
        INSERT INTO erasures (id, camera_ids, from_at, to_at, reason, requested_by, requested_at, kept)
        VALUES ('%s', ARRAY['%s'], now(), now(), '', 'mei', now(), '[]')
        """
            .formatted(ERASURE, CAMERA));
    running.sql(
        """
        INSERT INTO audit_log (id, timestamp, who, role, action, target, camera_id, address, line_number, appended_at, hash)
        VALUES (gen_random_uuid(), now(), 'somebody', 'admin', 'evidence_viewed', 'x', '%s', '', 1, now(), '')
        """
            .formatted(CAMERA));
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  private static List<String> key(int n, String name, Role role) {
    String it = "--query.access.api-keys[" + n + "].";
    return List.of(it + "name=" + name, it + "sha256=" + Secrets.sha256(name), it + "role=" + role);
  }

  /** A request without a line in the table above would be tried by nobody. */
  @Test
  void everyRequestThatThereIsIsInTheTable() {
    Set<String> there =
        running().mappings().getHandlerMethods().keySet().stream()
            .flatMap(
                info ->
                    info.getPatternValues().stream()
                        .filter(pattern -> pattern.startsWith("/api/v1/"))
                        .flatMap(
                            pattern ->
                                info.getMethodsCondition().getMethods().stream()
                                    .map(method -> method + " " + pattern.substring(8))))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(there)
        .isEqualTo(
            requests().map(Request::toString).collect(Collectors.toCollection(TreeSet::new)));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void isForThoseOfItsRoleAlone(Request request) throws Exception {
    Role least = request.role();
    int nobody = send(null, request).statusCode();
    assertThat(send("a key that nobody has", request).statusCode()).isEqualTo(401);
    if (least == null) {
      assertThat(nobody).isNotEqualTo(403);
      return;
    }
    assertThat(nobody).isEqualTo(401);
    for (Role role : Role.values()) {
      HttpResponse<String> answer = send(role.name().toLowerCase(Locale.ROOT), request);
      if (role.includes(least)) {
        assertThat(answer.statusCode()).as("%s%n%s", role, answer.body()).isNotIn(401, 403, 500);
      } else {
        assertThat(answer.statusCode()).as("%s%n%s", role, answer.body()).isEqualTo(403);
        assertThat(answer.headers().firstValue("content-type"))
            .hasValueSatisfying(it -> assertThat(it).startsWith("application/problem+json"));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void tellsNothingOfAForeignCamera(Request request) throws Exception {
    Role least = request.role() == null ? Role.VIEWER : request.role();
    for (Role role : Role.values()) {
      if (!role.includes(least)) {
        continue;
      }
      HttpResponse<String> answer =
          send(role.name().toLowerCase(Locale.ROOT) + "-elsewhere", request);
      switch (request.foreign()) {
        case HIDDEN -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        case REFUSED -> assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        case WITHOUT -> {
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
          assertThat(answer.body()).doesNotContain(CAMERA).doesNotContain("applied", "pending");
        }
        case SAME -> assertThat(answer.statusCode()).isNotIn(403, 500);
      }
    }
  }

  /** That the one before is not true of an empty house. */
  @Test
  void whoMaySeeTheCameraSeesIt() throws Exception {
    for (String path :
        List.of(
            "records/violations",
            "records/violations/" + VIOLATION,
            "statistics/hourly",
            "statistics/daily",
            "statistics/zones",
            "statistics/breakdown?by=camera",
            "reports/shift",
            "alerts",
            "alerts/statistics",
            "alerts/" + GROUP,
            "alerts/rules",
            "alerts/silences",
            "cameras",
            "users",
            "keys",
            "audit",
            "export/violations.csv")) {
      assertThat(running().get(path).body()).as(path).contains(CAMERA);
    }
  }

  /** Its first camera is theirs; another is not. */
  @Test
  void aGroupedAlertIsForWhoMaySeeAllItsCameras() throws Exception {
    String path = "alerts/" + GROUP;
    assertThat(running().send("reviewer", "GET", path, "").statusCode()).isEqualTo(200);
    assertThat(running().send("reviewer-elsewhere", "GET", path, "").statusCode()).isEqualTo(404);
    assertThat(
            running()
                .send("reviewer-elsewhere", "PUT", path + "/status", "{\"status\": \"resolved\"}")
                .statusCode())
        .isEqualTo(404);
    for (String list : List.of("alerts", "alerts/statistics", "events", "export/alerts.csv")) {
      assertThat(running().send("reviewer-elsewhere", "GET", list, "").body())
          .as(list)
          .doesNotContain("two cameras", "camera_offline");
      assertThat(running().send("reviewer", "GET", list, "").body())
          .as(list)
          .contains("camera_offline");
    }
  }

  /** What is for their cameras alone is theirs to set; what is for every camera is not. */
  @Test
  void rulesAndSilencesOfTheirCamerasAreTheirsToSet() throws Exception {
    running()
        .sql(
            "INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)"
                + " VALUES ('line-9', date_trunc('hour', now()), 1)");
    String rule = RULE_BODY.replace("{\"name\"", "{\"camera_ids\": %s, \"name\"");
    String silence =
        "{\"comment\": \"c\", \"ends_at\": \"%s\", \"camera_ids\": %s}"
            .formatted(Instant.now().plusSeconds(60), "%s");
    for (var body : Map.of("alerts/rules", rule, "alerts/silences", silence).entrySet()) {
      assertThat(asElsewhere("POST", body.getKey(), body.getValue().formatted("[\"line-9\"]")))
          .isIn(201, 202);
      for (String cameras : List.of("[]", "[\"line-1\"]", "[\"line-9\", \"line-1\"]")) {
        assertThat(asElsewhere("POST", body.getKey(), body.getValue().formatted(cameras)))
            .as(cameras)
            .isEqualTo(403);
      }
    }
    assertThat(
            asElsewhere(
                "POST", "alerts/rules", rule.formatted("[\"line-9\"], \"labels\": [\"kitchen\"]")))
        .isEqualTo(403);
    UUID everywhere = DefaultRules.all().getFirst().getRuleId();
    assertThat(asElsewhere("PUT", "alerts/rules/" + everywhere, rule.formatted("[\"line-9\"]")))
        .as("a rule for every camera made one for theirs")
        .isEqualTo(403);
  }

  private int asElsewhere(String method, String path, String body) throws Exception {
    return running().send("admin-elsewhere", method, path, body).statusCode();
  }

  /** Whom a rule notifies is for those who may do something about it. */
  @Test
  void addressesAreShortenedForThoseWhoOnlyLook() throws Exception {
    for (String path : List.of("alerts", "alerts/" + ALERT, "alerts?notifications=given_up")) {
      assertThat(running().send("viewer", "GET", path, "").body())
          .as(path)
          .contains("\"recipient\": \"m…@example.com\"")
          .doesNotContain("mei@");
      for (String role : List.of("reviewer", "admin")) {
        assertThat(running().send(role, "GET", path, "").body()).contains("mei@example.com");
      }
    }
  }

  @Test
  void notificationsOfForeignCamerasAreNotCounted() throws Exception {
    String path = "alerts/notifications";
    assertThat(running().send("viewer", "GET", path, "").body())
        .isEqualTo("[{\"channel\":\"email\",\"outcome\":\"given_up\",\"notifications\":1}]");
    assertThat(running().send("viewer-elsewhere", "GET", path, "").body()).isEqualTo("[]");
  }

  private HttpResponse<String> send(@Nullable String key, Request request) throws Exception {
    return running().send(key, request.method(), request.path(), request.body());
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
