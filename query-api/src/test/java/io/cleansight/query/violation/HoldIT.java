package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Who may hold a violation, and who may lift the hold; what comes of it is persistence's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HoldIT {
  private static final String VIOLATION = "00000000-0000-0000-0000-000000000001";
  private static final String HOLD = "records/violations/" + VIOLATION + "/legal-hold";
  private static final String PASSWORD = "correct horse battery staple";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.access.users[0].name=mei",
            "--query.access.users[0].password=" + Secrets.hashedPassword(PASSWORD),
            "--query.access.users[0].role=reviewer",
            "--query.access.users[1].name=lin",
            "--query.access.users[1].password=" + Secrets.hashedPassword(PASSWORD),
            "--query.access.users[1].role=reviewer");
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, legal_hold,
           lift_requested_by, lift_requested_at)
        VALUES ('%s', gen_random_uuid(), 'line-1', now(), 'no_hairnet', 1, 0.9, '{}', '', true, 'mei', now())
        """
            .formatted(VIOLATION));
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @Test
  void whoAskedIsShownAndAnotherMustConfirm() throws Exception {
    assertThat(
            Running.json(running().get("records/violations/" + VIOLATION))
                .get("lift_requested_by")
                .asString())
        .isEqualTo("mei");
    HttpResponse<String> same = as("mei", "{\"held\": false}");
    assertThat(same.statusCode()).isEqualTo(409);
    assertThat(same.body()).contains("another person must confirm");
    assertThat(as("lin", "{\"held\": false}").statusCode()).isEqualTo(202);
    assertThat(as("mei", "{\"held\": true}").statusCode()).isEqualTo(202);
  }

  @Test
  void aKeyHoldsAndLiftsNothing() throws Exception {
    assertThat(running().send("PUT", HOLD, "{\"held\": true}").statusCode()).isEqualTo(202);
    HttpResponse<String> refused = running().send("PUT", HOLD, "{\"held\": false}");
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("an API key is none");
  }

  @Test
  void aDecisionDoesNotLiftIt() throws Exception {
    HttpResponse<String> refused =
        running()
            .send(
                "PUT",
                "records/violations/" + VIOLATION + "/status",
                "{\"status\": \"confirmed\", \"legal_hold\": false}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Running.json(refused).get("field").asString()).isEqualTo("legal_hold");
    assertThat(Running.json(running().send("PUT", HOLD, "{}")).get("field").asString())
        .isEqualTo("held");
  }

  /** In a browser of their own. */
  private HttpResponse<String> as(String user, String body) throws Exception {
    var cookies = new CookieManager();
    try (var browser = HttpClient.newBuilder().cookieHandler(cookies).build()) {
      browser.send(
          HttpRequest.newBuilder(running().at("session"))
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"name\": \"%s\", \"password\": \"%s\"}".formatted(user, PASSWORD)))
              .build(),
          HttpResponse.BodyHandlers.ofString());
      browser.send(
          HttpRequest.newBuilder(running().at("session")).build(),
          HttpResponse.BodyHandlers.ofString());
      String token =
          cookies.getCookieStore().getCookies().stream()
              .filter(it -> it.getName().contains("XSRF-TOKEN"))
              .findFirst()
              .orElseThrow()
              .getValue();
      return browser.send(
          HttpRequest.newBuilder(running().at(HOLD))
              .header("content-type", "application/json")
              .header("X-XSRF-TOKEN", token)
              .PUT(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
