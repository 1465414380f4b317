package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every command of the published description, sent as its example says to a line that runs: it is
 * applied, and REST shows what it did.
 */
final class DocumentedCommands {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final JsonMapper JSON = new JsonMapper();
  private static final String VIOLATIONS = "/api/v1/records/violations";
  private static final String ALERTS = "/api/v1/alerts";
  private static final String CAMERA = "line-1";

  /** They change nothing that is kept: each is tried where its answer is looked at. */
  private static final Set<String> NO_COMMANDS =
      Set.of(
          "POST /api/v1/session",
          "DELETE /api/v1/session",
          "POST /api/v1/alerts/rules/dry-run",
          "POST /api/v1/cameras/{camera}/probe");

  private final Launched line;
  private final JsonNode described;
  private final Set<String> sent = new TreeSet<>();

  DocumentedCommands(Launched line) throws Exception {
    this.line = line;
    this.described = line.get("/v3/api-docs");
  }

  void areAppliedAndShown() throws Exception {
    decide(VIOLATIONS, "confirmed", "false_positive");
    decide(ALERTS, "acknowledged", "resolved");
    hold();
    erase();
    setAndWithdrawARule();
    setAndWithdrawASilence();
    setAndWithdrawACamera();
    setAndRemoveAUser();
    setAndRevokeAKey();
    assertThat(sent).as("commands that were sent").isEqualTo(commands());
  }

  /** One decision alone, and one for others at once. */
  private void decide(String path, String one, String many) throws Exception {
    List<JsonNode> open =
        line.get(path + "?page_size=50").get("items").valueStream().limit(3).toList();
    assertThat(open).as("at %s", path).hasSizeGreaterThan(1);
    String id = open.getFirst().get("id").asString();
    ObjectNode decision = example("Decision");
    decision.put("status", one);
    decision.put("expected_version", open.getFirst().get("version").asInt());
    send("PUT", path + "/{id}/status", id, decision, 200);
    shows(path + "/" + id, "status", one);
    shows(path + "/" + id, "notes", decision.get("notes").asString());

    List<String> others = open.stream().skip(1).map(it -> it.get("id").asString()).toList();
    ObjectNode decisions = example("Decisions");
    ((ObjectNode) decisions.get("decision")).put("status", many);
    decisions.putArray("ids").addAll(open.stream().skip(1).map(it -> it.get("id")).toList());
    send("PUT", path + "/status", "", decisions, 200);
    for (String other : others) {
      shows(path + "/" + other, "status", many);
    }
  }

  /** Of a time in which nothing was seen: others look at what was. */
  private void erase() throws Exception {
    String made = made(send("POST", "/api/v1/erasures", "", example("ErasureBody"), 201));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(line.get(made).get("result").asString()).contains("violations 0"));
  }

  private void hold() throws Exception {
    String id = line.get(VIOLATIONS + "?page_size=1").get("items").get(0).get("id").asString();
    send("PUT", VIOLATIONS + "/{id}/legal-hold", id, example("HoldBody"), 200);
    await()
        .atMost(PATIENCE)
        .until(() -> line.get(VIOLATIONS + "/" + id).get("legal_hold").asBoolean());
  }

  private void setAndWithdrawARule() throws Exception {
    String rules = ALERTS + "/rules";
    ObjectNode rule = example("RuleBody");
    String made = made(send("POST", rules, "", rule, 201));
    shows(made, "name", rule.get("name").asString());
    String id = made.substring(made.lastIndexOf('/') + 1);
    rule.put("name", "Cold room: replaced");
    send("PUT", rules + "/{id}", id, rule, 200);
    shows(made, "name", "Cold room: replaced");
    send("DELETE", rules + "/{id}", id, null, 204);
    isGone(made);
  }

  private void setAndWithdrawASilence() throws Exception {
    String silences = ALERTS + "/silences";
    ObjectNode silence = example("SilenceBody");
    silence.put("ends_at", Instant.now().plus(Duration.ofHours(1)).toString());
    String made = made(send("POST", silences, "", silence, 201));
    shows(made, "comment", silence.get("comment").asString());
    send("DELETE", silences + "/{id}", made.substring(made.lastIndexOf('/') + 1), null, 204);
    isGone(made);
  }

  private void setAndWithdrawACamera() throws Exception {
    String camera = "/api/v1/cameras/{camera}";
    ObjectNode body = example("CameraBody");
    line.make(camera.replace("{camera}", CAMERA), body.toString());
    send("PUT", camera, CAMERA, body, 200);
    String shown = camera.replace("{camera}", CAMERA);
    shows(shown, "name", body.get("name").asString());
    assertThat(line.get(shown).get("zones")).isEqualTo(body.get("zones"));
    send("DELETE", camera, CAMERA, null, 204);
    isGone(shown);
  }

  private void setAndRemoveAUser() throws Exception {
    String users = "/api/v1/users";
    ObjectNode user = example("UserBody");
    String name = user.get("name").asString();
    String made = made(send("POST", users, "", user, 201));
    ObjectNode change = example("UserChange");
    send("PUT", users + "/{name}", name, change, 200);
    shows(made, "role", change.get("role").asString());
    ObjectNode passwords = example("PasswordChange");
    passwords.put("current_password", user.get("password").asString());
    setOwnPassword(name, passwords);
    send("DELETE", users + "/{name}", name, null, 204);
    isGone(made);
  }

  /** As a browser does: with the cookies of a log-in. */
  private void setOwnPassword(String name, ObjectNode passwords) throws Exception {
    String path = "/api/v1/session/password";
    var cookies = new CookieManager();
    try (var browser = HttpClient.newBuilder().cookieHandler(cookies).build()) {
      ObjectNode login = example("Login").put("name", name);
      login.set("password", passwords.get("current_password"));
      await()
          .atMost(PATIENCE)
          .until(() -> status(browser, request("/api/v1/session").POST(body(login))) == 200);
      assertThat(status(browser, request("/api/v1/session").GET())).isEqualTo(200);
      String token =
          cookies.getCookieStore().getCookies().stream()
              .filter(it -> it.getName().equals("XSRF-TOKEN"))
              .findFirst()
              .orElseThrow()
              .getValue();
      sent.add("PUT " + path);
      var change = request(path).header("x-xsrf-token", token).PUT(body(passwords));
      assertThat(status(browser, change)).isIn(204, 202);
      login.set("password", passwords.get("password"));
      var again = request("/api/v1/session").header("x-xsrf-token", token).POST(body(login));
      await().atMost(PATIENCE).until(() -> status(browser, again) == 200);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(line.address() + path))
        .header("content-type", "application/json")
        .timeout(Duration.ofSeconds(10));
  }

  private static HttpRequest.BodyPublisher body(ObjectNode body) {
    return HttpRequest.BodyPublishers.ofString(body.toString());
  }

  private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private void setAndRevokeAKey() throws Exception {
    String keys = "/api/v1/keys";
    ObjectNode key = example("KeyBody");
    String name = key.get("name").asString();
    String made = made(send("POST", keys, "", key, 201));
    ObjectNode change = example("KeyChange");
    send("PUT", keys + "/{name}", name, change, 200);
    shows(made, "role", change.get("role").asString());
    send("POST", keys + "/{name}/rotation", name, example("KeyRotation"), 201);
    assertThat(line.get(made).get("previous_secret_until").isNull()).isFalse();
    send("DELETE", keys + "/{name}", name, null, 204);
    isGone(made);
  }

  /**
   * Sends a command; a loaded machine may still be applying it, which 202 says.
   *
   * @param path as described, with one parameter at most
   */
  private HttpResponse<String> send(
      String method, String path, String parameter, @Nullable ObjectNode body, int applied)
      throws Exception {
    sent.add(method + " " + path);
    HttpResponse<String> answer =
        line.send(
            method, path.replaceAll("\\{\\w+}", parameter), body == null ? "" : body.toString());
    assertThat(answer.statusCode()).as("%s %s: %s", method, path, answer.body()).isIn(applied, 202);
    return answer;
  }

  private static String made(HttpResponse<String> answer) {
    return answer.headers().firstValue("location").orElseThrow();
  }

  private void shows(String path, String field, String value) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(line.status(path)).isEqualTo(200);
              assertThat(line.get(path).get(field).asString()).isEqualTo(value);
            });
  }

  private void isGone(String path) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(line.status(path)).as(path).isEqualTo(404));
  }

  private ObjectNode example(String schema) {
    JsonNode example = described.at("/components/schemas/%s/example".formatted(schema));
    assertThat(example.isObject()).as("%s has an example", schema).isTrue();
    return (ObjectNode) JSON.valueToTree(example);
  }

  private Set<String> commands() {
    var commands = new TreeSet<String>();
    for (var path : described.get("paths").properties()) {
      for (String method : path.getValue().propertyNames()) {
        if (!method.equals("get")) {
          commands.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey());
        }
      }
    }
    commands.removeAll(NO_COMMANDS);
    return commands;
  }
}
