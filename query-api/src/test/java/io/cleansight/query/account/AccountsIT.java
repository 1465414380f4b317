package io.cleansight.query.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.TestTopics;
import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Users and keys, made and changed on two instances that meet in Kafka alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccountsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String PASSWORD = "correct horse battery";
  private static final String ADMIN_OF_ONE = "key of an admin of line-9";
  private static final String[] SETTINGS = {
    "--query.access.logins-per-minute=1000",
    "--query.access.session-key=a key of more than thirty-two characters",
    "--query.access.api-keys[1].name=of-one",
    "--query.access.api-keys[1].sha256=" + Secrets.sha256(ADMIN_OF_ONE),
    "--query.access.api-keys[1].role=admin",
    "--query.access.api-keys[1].cameras=line-9"
  };

  @TempDir static Path folder;

  private @Nullable Running first;
  private @Nullable Running second;

  @BeforeAll
  void start() throws Exception {
    first = Running.in(folder, SETTINGS);
    assertThat(first.send("POST", "users", user("early", "viewer")).statusCode()).isEqualTo(201);
    second = first.another(SETTINGS);
  }

  @AfterAll
  void stop() throws Exception {
    second().close();
    first().close();
  }

  @Test
  void whoWasMadeBeforeAStartIsKnownAfterIt() throws Exception {
    assertThat(logIn(second(), "early").statusCode()).isEqualTo(200);
  }

  @Test
  void aUserIsKnownOnEveryInstanceUntilRemoved() throws Exception {
    HttpResponse<String> made = first().send("POST", "users", user("mei", "reviewer"));
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("location")).hasValue("/api/v1/users/mei");
    assertThat(Running.json(made).get("version").asInt()).isEqualTo(1);
    assertThat(made.body()).doesNotContain(PASSWORD, "{bcrypt}");
    assertThat(logIn(first(), "mei").statusCode()).isEqualTo(200);
    eventually(() -> logIn(second(), "mei").statusCode() == 200);
    assertThat(first().send("POST", "users", user("mei", "viewer")).statusCode()).isEqualTo(409);

    String viewer = "{\"role\": \"viewer\", \"cameras\": []}";
    HttpResponse<String> changed = second().send("PUT", "users/mei", "If-Match", "\"1\"", viewer);
    assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
    assertThat(Running.json(changed).get("version").asInt()).isEqualTo(2);
    assertThat(changed.headers().firstValue("etag")).hasValue("\"2\"");
    assertThat(second().send("PUT", "users/mei", "If-Match", "\"1\"", viewer).statusCode())
        .isEqualTo(412);
    assertThat(second().send("PUT", "users/mei", "X-Other", "x", viewer).statusCode())
        .isEqualTo(428);
    eventually(() -> logIn(first(), "mei").body().contains("\"role\":\"viewer\",\"cameras\":[]"));

    assertThat(second().send("DELETE", "users/mei", "").statusCode()).isEqualTo(204);
    assertThat(logIn(second(), "mei").statusCode()).isEqualTo(401);
    eventually(() -> logIn(first(), "mei").statusCode() == 401);
    assertThat(first().get("users/mei").statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyIsShownOnceRotatedWithAnOverlapAndRevoked() throws Exception {
    HttpResponse<String> made =
        first().send("POST", "keys", "{\"name\": \"mes\", \"role\": \"viewer\", \"cameras\": []}");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    assertThat(made.headers().firstValue("cache-control")).hasValue("no-store");
    String secret = Running.json(made).get("secret").asString();
    assertThat(status(first(), secret)).isEqualTo(200);
    eventually(() -> status(second(), secret) == 200);
    assertThat(first().get("keys").body() + first().get("keys/mes").body())
        .contains("\"mes\"", "last_used_at")
        .doesNotContain(secret, Secrets.sha256(secret));
    eventually(
        () ->
            !Running.json(second().get("keys/mes")).get("last_used_at").isNull()
                && !Running.json(first().get("keys/mes")).get("last_used_at").isNull());

    String next = rotated("mes", 3600);
    assertThat(List.of(status(first(), secret), status(first(), next))).containsOnly(200);
    String last = rotated("mes", 0);
    assertThat(status(first(), last)).isEqualTo(200);
    assertThat(List.of(status(first(), secret), status(first(), next))).containsOnly(401);

    assertThat(first().send("DELETE", "keys/mes", "").statusCode()).isEqualTo(204);
    assertThat(status(first(), last)).isEqualTo(401);
    eventually(() -> status(second(), last) == 401);
  }

  private String rotated(String name, int overlap) throws Exception {
    HttpResponse<String> rotated =
        first()
            .send("POST", "keys/" + name + "/rotation", "{\"overlap_seconds\": " + overlap + "}");
    assertThat(rotated.statusCode()).as(rotated.body()).isEqualTo(201);
    return Running.json(rotated).get("secret").asString();
  }

  @Test
  void whatHasExpiredIsNone() throws Exception {
    String soon = Instant.now().plusSeconds(2).toString();
    HttpResponse<String> key =
        first()
            .send(
                "POST",
                "keys",
                "{\"name\": \"brief\", \"role\": \"viewer\", \"expires_at\": \"" + soon + "\"}");
    String secret = Running.json(key).get("secret").asString();
    assertThat(
            first()
                .send(
                    "POST",
                    "users",
                    user("brief", "viewer").replace("}", ", \"expires_at\": \"" + soon + "\"}"))
                .statusCode())
        .isEqualTo(201);
    eventually(() -> status(first(), secret) == 401 && logIn(first(), "brief").statusCode() == 401);
    assertThat(first().get("keys/brief").statusCode()).as("still listed").isEqualTo(200);
    assertThat(
            first()
                .send(
                    "POST",
                    "keys",
                    "{\"name\": \"x\", \"role\": \"viewer\", \"expires_at\": \"%s\"}"
                        .formatted(Instant.now().minusSeconds(1)))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void anAdminOfSomeCamerasManagesAccountsWithinThem() throws Exception {
    String within = "{\"name\": \"within\", \"role\": \"admin\", \"cameras\": [\"line-9\"]}";
    String beyond = within.replace("\"line-9\"", "\"line-9\", \"line-1\"").replace("within", "out");
    String every = within.replace("[\"line-9\"]", "null").replace("within", "every");
    assertThat(first().send(ADMIN_OF_ONE, "POST", "keys", within).statusCode()).isEqualTo(201);
    for (String more : List.of(beyond, every)) {
      assertThat(first().send(ADMIN_OF_ONE, "POST", "keys", more).statusCode()).isEqualTo(403);
      assertThat(first().send("POST", "keys", more).statusCode()).isEqualTo(201);
    }
    assertThat(first().send(ADMIN_OF_ONE, "GET", "keys", "").body())
        .contains("\"within\"", "\"of-one\"")
        .doesNotContain("\"out\"", "\"every\"", "\"test\"");
    for (String name : List.of("out", "every")) {
      String path = "keys/" + name;
      String viewer = "{\"role\": \"viewer\", \"cameras\": [\"line-9\"]}";
      assertThat(first().send(ADMIN_OF_ONE, "PUT", path, viewer).statusCode()).isEqualTo(404);
      assertThat(first().send(ADMIN_OF_ONE, "POST", path + "/rotation", "{}").statusCode())
          .isEqualTo(404);
      assertThat(first().send(ADMIN_OF_ONE, "DELETE", path, "").statusCode()).isEqualTo(404);
    }
    assertThat(
            first().send(ADMIN_OF_ONE, "PUT", "keys/within", "{\"role\": \"viewer\"}").statusCode())
        .as("every camera")
        .isEqualTo(403);
  }

  /** Two instances decide at once: one is first, the other sees what it did. */
  @Test
  void whatIsDoneAtOnceIsDoneOnce() throws Exception {
    for (int round = 0; round < 3; round++) {
      String name = "race-" + round;
      assertThat(atOnce("POST", "users", user(name, "viewer"))).containsExactly(201, 409);
      eventually(
          () ->
              first().get("users/" + name).statusCode() == 200
                  && second().get("users/" + name).statusCode() == 200);
      String change = "{\"role\": \"admin\", \"cameras\": []}";
      assertThat(atOnce("PUT", "users/" + name, change)).containsExactly(200, 412);
      eventually(
          () ->
              Running.json(first().get("users/" + name)).get("version").asInt() == 2
                  && Running.json(second().get("users/" + name)).get("version").asInt() == 2);
    }
  }

  private List<Integer> atOnce(String method, String path, String body) throws Exception {
    try (var both = Executors.newFixedThreadPool(2)) {
      var asked = new ArrayList<Callable<Integer>>();
      for (Running running : List.of(first(), second())) {
        asked.add(() -> running.send(method, path, "If-Match", "\"1\"", body).statusCode());
      }
      var statuses = new ArrayList<Integer>();
      for (var answer : both.invokeAll(asked)) {
        statuses.add(answer.get());
      }
      statuses.sort(null);
      return statuses;
    }
  }

  @Test
  void whatIsSentTwiceIsDoneOnce() throws Exception {
    String twice = user("twice", "viewer");
    for (Running running : List.of(first(), second())) {
      HttpResponse<String> made = running.send(keyed(running, "users", twice));
      assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
      assertThat(Running.json(made).get("version").asInt()).isEqualTo(1);
    }
    String key = "{\"name\": \"twice\", \"role\": \"viewer\"}";
    assertThat(first().send(keyed(first(), "keys", key)).statusCode()).isEqualTo(201);
    HttpResponse<String> again = first().send(keyed(first(), "keys", key));
    assertThat(again.statusCode()).isEqualTo(409);
    assertThat(again.body()).contains("shown once");
  }

  private HttpRequest.Builder keyed(Running running, String path, String body) {
    return HttpRequest.newBuilder(running.at(path))
        .header("X-API-Key", Running.API_KEY)
        .header("Idempotency-Key", "once")
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  @Test
  void whatIsOfTheSettingsIsShownAndStaysAsItIs() throws Exception {
    assertThat(Running.json(first().get("keys/test")).get("managed").asBoolean()).isFalse();
    for (String method : List.of("PUT", "DELETE")) {
      HttpResponse<String> answer = first().send(method, "keys/test", "{\"role\": \"viewer\"}");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body()).contains("in the settings");
    }
    assertThat(first().send("POST", "keys/test/rotation", "{}").statusCode()).isEqualTo(409);
  }

  @Test
  void aUserSetsTheirOwnPassword() throws Exception {
    assertThat(first().send("POST", "users", user("own", "viewer")).statusCode()).isEqualTo(201);
    String session = cookies(logIn(first(), "own"));
    String cookies =
        session
            + "; "
            + cookies(
                first()
                    .send(HttpRequest.newBuilder(first().at("session")).header("cookie", session)));
    String token = cookies.replaceAll(".*XSRF-TOKEN=([^;]*).*", "$1");
    var change =
        HttpRequest.newBuilder(first().at("session/password"))
            .header("content-type", "application/json")
            .header("cookie", cookies)
            .header("x-xsrf-token", token);
    String body = "{\"current_password\": \"%s\", \"password\": \"%s\"}";
    String other = "another horse battery";
    assertThat(put(change, body.formatted("guess", other)).statusCode()).isEqualTo(403);
    assertThat(put(change, body.formatted(PASSWORD, "short")).statusCode()).isEqualTo(400);
    assertThat(put(change, body.formatted(PASSWORD, other)).statusCode()).isEqualTo(204);
    assertThat(
            first()
                .send(HttpRequest.newBuilder(first().at("session")).header("cookie", cookies))
                .statusCode())
        .as("sessions that were opened before")
        .isEqualTo(401);
    assertThat(logIn(first(), "own").statusCode()).isEqualTo(401);
    assertThat(logIn(first(), "own", other).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> put(HttpRequest.Builder change, String body) throws Exception {
    return first().send(change.copy().PUT(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** In no topic, and in the audit neither. */
  @Test
  void noSecretIsInATopic() throws Exception {
    assertThat(first().send("POST", "users", user("hidden", "viewer")).statusCode()).isEqualTo(201);
    String secret =
        Running.json(first().send("POST", "keys", "{\"name\": \"hidden\", \"role\": \"viewer\"}"))
            .get("secret")
            .asString();
    for (String topic : List.of(Topics.ACCOUNTS, Topics.ACCOUNT_ACTIVITY, Topics.AUDIT)) {
      for (var record :
          TestTopics.committed(first().bootstrapServers(), topic, new ByteArrayDeserializer())) {
        if (record.value() != null) {
          assertThat(new String(record.value(), StandardCharsets.ISO_8859_1))
              .as(topic)
              .doesNotContain(PASSWORD, secret);
        }
      }
    }
    var audited = new ArrayList<String>();
    TestTopics.committed(first().bootstrapServers(), Topics.AUDIT, new ByteArrayDeserializer())
        .forEach(it -> audited.add(new String(it.value(), StandardCharsets.ISO_8859_1)));
    assertThat(audited)
        .anyMatch(it -> it.contains("user_set") && it.contains("user:hidden"))
        .anyMatch(it -> it.contains("key_set") && it.contains("key:hidden"));
  }

  private static String user(String name, String role) {
    return "{\"name\": \"%s\", \"password\": \"%s\", \"role\": \"%s\"}"
        .formatted(name, PASSWORD, role);
  }

  private static HttpResponse<String> logIn(Running running, String name) throws Exception {
    return logIn(running, name, PASSWORD);
  }

  private static HttpResponse<String> logIn(Running running, String name, String password)
      throws Exception {
    return running.send(
        null,
        "POST",
        "session",
        "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(name, password));
  }

  private static String cookies(HttpResponse<String> answer) {
    return String.join(
        "; ",
        answer.headers().allValues("set-cookie").stream()
            .map(it -> it.substring(0, it.indexOf(';')))
            .toList());
  }

  private static int status(Running running, String key) throws Exception {
    return running.send(key, "GET", "session", "").statusCode();
  }

  private static void eventually(Callable<Boolean> holds) {
    await().atMost(PATIENCE).until(holds);
  }

  private Running first() {
    return Objects.requireNonNull(first);
  }

  private Running second() {
    return Objects.requireNonNull(second);
  }
}
