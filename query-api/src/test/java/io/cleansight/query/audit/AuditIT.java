package io.cleansight.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.vocabulary.AuditAction;
import io.cleansight.query.Running;
import io.cleansight.query.access.Caller;
import io.cleansight.query.access.Role;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** Nobody is shown without a line in the audit: here Kafka was there, and takes none any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditIT {
  private static final String VIOLATION = "00000000-0000-0000-0000-000000000001";
  private static final String OF_VIOLATION = "records/violations/" + VIOLATION;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.audit.patience=300ms",
            // It is not to wait for Kafka when it is stopped.
            "--spring.lifecycle.timeout-per-shutdown-phase=1s",
            "--spring.kafka.producer.properties.request.timeout.ms=1000",
            "--spring.kafka.producer.properties.delivery.timeout.ms=2000");
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, snapshot_state, snapshot_path)
        VALUES ('%s', gen_random_uuid(), 'line-1', now(), 'no_hairnet', 1, 0.9, '{}', '', 'present', 'a/b')
        """
            .formatted(VIOLATION));
    running.sql(
        """
        INSERT INTO violation_snapshots (violation_id, state, path, sha256, store, bytes, captured_at, thumbnail)
        VALUES ('%s', 'present', 'a/b', 'x', 'postgresql', 1, now(), 'picture')
        """
            .formatted(VIOLATION));
    running.sql("INSERT INTO snapshot_pictures (path, jpeg) VALUES ('a/b', 'picture')");
    assertThat(look(OF_VIOLATION + "/snapshot").body()).isEqualTo("picture");
    running.stopKafka();
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OF_VIOLATION + "/snapshot",
        OF_VIOLATION + "/snapshot?unblurred=true",
        OF_VIOLATION + "/thumbnail",
        "export/violations.csv"
      })
  void nothingIsShownThatIsInNoAudit(String path) throws Exception {
    HttpResponse<String> answer = look(path);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("nothing goes unaudited").doesNotContain("picture");
  }

  @Test
  void noCameraIsWatchedUnaudited() throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      var opening =
          http.newWebSocketBuilder()
              .header("X-API-Key", Running.API_KEY)
              .buildAsync(
                  java.net.URI.create(
                      running().at("live/line-1").toString().replace("http:", "ws:")),
                  new WebSocket.Listener() {});
      assertThatThrownBy(() -> opening.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .cause()
          .isInstanceOfSatisfying(
              WebSocketHandshakeException.class,
              e -> assertThat(e.getResponse().statusCode()).isEqualTo(503));
    }
  }

  @Test
  void aLookThatWasRefusedIsNotTakenForNoted() {
    Audit audit = running().bean(Audit.class);
    var caller = new Caller("mei", Role.VIEWER, null);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> audit.noteLook(caller, AuditAction.PREVIEW_VIEWED, "line-1"))
          .isInstanceOfSatisfying(
              ResponseStatusException.class,
              e -> assertThat(e.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE));
    }
  }

  private HttpResponse<String> look(String path) throws Exception {
    return running()
        .send(HttpRequest.newBuilder(running().at(path)).header("X-API-Key", Running.API_KEY));
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
