package io.cleansight.query.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Exports that nobody reads to their end, and what they keep others from. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportIT {
  private static final int ROWS = 60_000;
  private static final String PATH =
      "export/violations.csv?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z";
  private static final String OTHER_KEY = "the key of somebody else";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            "--query.access.api-keys[1].name=other",
            "--query.access.api-keys[1].sha256=" + Secrets.sha256(OTHER_KEY),
            "--spring.datasource.hikari.maximum-pool-size=2");
    // Several rows of each time, so that a page ends amid them; the reasons fill what buffers hold.
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
        SELECT gen_random_uuid(), gen_random_uuid(), 'line-1', timestamptz '2026-01-05' + n / 7 * interval '1 s',
               'no_hairnet', n, 0.9, '{}', repeat('reason ', 40)
        FROM generate_series(1, %d) AS n
        """
            .formatted(ROWS));
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @Test
  void everyRowIsInItOnceAndInOrder() throws Exception {
    List<String> lines = running().get(PATH).body().lines().skip(1).toList();
    assertThat(lines).hasSize(ROWS);
    assertThat(lines.stream().map(it -> it.substring(0, 36)).distinct()).hasSize(ROWS);
    assertThat(lines.stream().map(it -> it.split(",", -1)[2])).isSorted();
  }

  /** Each was a connection and a lock on the tables until its reader had all. */
  @Test
  void whoReadsSlowlyHoldsNothingInTheDatabase() throws Exception {
    try (HttpClient slow = HttpClient.newHttpClient();
        InputStream one = begin(slow, Running.API_KEY);
        InputStream two = begin(slow, Running.API_KEY)) {
      assertThat(one.read()).isNotNegative();
      assertThat(two.read()).isNotNegative();
      // Until buffers are full it goes on page by page; each holds something while it is read.
      await().until(() -> count("state <> 'idle'") + locks(), it -> it == 0);
      HttpResponse<String> third = running().get(PATH);
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(Running.json(third).get("detail").asString()).contains("2 exports of yours");
      assertThat(running().send(OTHER_KEY, "GET", PATH, "").statusCode())
          .as("of somebody else")
          .isEqualTo(200);
    }
    await().until(() -> running().get(PATH).statusCode(), it -> it == 200);
  }

  @Test
  void whoGoesAwayGivesTheirSeatBack() throws Exception {
    for (int i = 0; i < 12; i++) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), running().at("").getPort())) {
        socket
            .getOutputStream()
            .write(
                "GET /api/v1/%s HTTP/1.1\r\nHost: x\r\nX-API-Key: %s\r\n\r\n"
                    .formatted(PATH, Running.API_KEY)
                    .getBytes(StandardCharsets.US_ASCII));
      }
    }
    await().until(() -> running().get(PATH).statusCode(), it -> it == 200);
  }

  private InputStream begin(HttpClient client, String key)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(running().at(PATH)).header("X-API-Key", key).build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return answer.body();
  }

  private int count(String condition) throws Exception {
    return number(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'query-api' AND "
            + condition);
  }

  private int locks() throws Exception {
    return number(
        "SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)"
            + " WHERE application_name = 'query-api' AND relation IS NOT NULL");
  }

  private int number(String query) throws Exception {
    var numbers = new ArrayList<Integer>();
    try (var connection = DriverManager.getConnection(running().ownerUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      while (rows.next()) {
        numbers.add(rows.getInt(1));
      }
    }
    return numbers.getFirst();
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
