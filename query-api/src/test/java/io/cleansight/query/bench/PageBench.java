package io.cleansight.query.bench;

import static io.cleansight.query.bench.QueryBench.percentile;
import static io.cleansight.query.bench.QueryBench.say;

import io.cleansight.query.Running;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A page of fifty violations by HTTP, beside the same columns by plain JDBC written as JSON: turn
 * about, the middle of each.
 */
final class PageBench {
  private static final int ROUNDS = 5;
  private static final int REQUESTS = 300;

  /** Until the JIT has compiled both sides; fewer, and it is the compiler that is measured. */
  private static final int WARM_UP = 20_000;

  private static final int DAYS = 300;
  private static final String PAGE = "records/violations?page_size=50";
  private static final String PLAIN =
      """
      SELECT id, detection_id, camera_id, timestamp, closed_at, violation_type, track_id, confidence, bbox::text AS bbox,
             reason, severity, timeline::text AS timeline, status, snapshot_path, snapshot_state, handled_at, handled_by,
             notes, review_reason, assignee, legal_hold, lift_requested_by, lift_requested_at, untimely, version
      FROM violation_events WHERE timestamp >= now() - interval '400 days' AND timestamp < now() + interval '5 minutes'
      ORDER BY timestamp DESC, id DESC LIMIT 51""";
  private final Running running;
  private final JsonMapper json = new JsonMapper();

  /** On the caller's thread, so that the service is measured and not its caller. */
  private final CloseableHttpClient http = HttpClients.custom().disableContentCompression().build();

  PageBench(Running running) {
    this.running = running;
  }

  void measure(int[] sizes) throws Exception {
    double smallest = 0;
    int there = 0;
    for (int size : sizes) {
      fill(size, size - there);
      running.sql("ANALYZE violation_events");
      there = size;
      String last = lastPage();
      try (var connection = DriverManager.getConnection(running.ownerUrl())) {
        for (int request = 0; request < WARM_UP; request += REQUESTS) {
          rest(PAGE);
          plain(connection);
        }
        var ours = new ArrayList<Double>();
        var bare = new ArrayList<Double>();
        var deep = new ArrayList<Double>();
        for (int round = 0; round < ROUNDS; round++) {
          ours.add(rest(PAGE));
          bare.add(plain(connection));
          deep.add(rest(last));
        }
        double first = middle(ours);
        smallest = smallest == 0 ? first : smallest;
        say(
            "%,d violations: page p50 %.2f ms, plain JDBC and JSON %.2f ms, %.2f x; against the smallest table %.2f x; last page %.2f ms; a request without a query %.2f ms",
            size,
            first,
            middle(bare),
            first / middle(bare),
            first / smallest,
            middle(deep),
            rest("session"));
      }
    }
  }

  private void fill(int size, int more) throws Exception {
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason, status)
        SELECT gen_random_uuid(), gen_random_uuid(), 'cam-' || n %% 16, now() - (n - 0.5) * (interval '%d days' / %d),
               CASE WHEN n %% 5 = 0 THEN 'no_handwash' ELSE 'no_hairnet' END, n, 0.9,
               '{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}', 'no_hairnet in 9 of 11 frames over 2.1 s',
               CASE WHEN n %% 3 = 0 THEN 'pending' ELSE 'confirmed' END
        FROM generate_series(1, %d) AS n"""
            .formatted(DAYS, size, more));
  }

  /** A page near the oldest violation, by its cursor. */
  private String lastPage() throws Exception {
    String to = java.time.Instant.now().minus(java.time.Duration.ofDays(DAYS - 2)).toString();
    String from = java.time.Instant.now().minus(java.time.Duration.ofDays(390)).toString();
    String cursor =
        Running.json(running.get(PAGE + "&from=" + from + "&to=" + to))
            .get("next_cursor")
            .asString();
    return PAGE + "&from=" + from + "&cursor=" + cursor;
  }

  private double rest(String path) throws Exception {
    var nanos = new long[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      var request = new HttpGet(running.at(path));
      request.addHeader("X-API-Key", Running.API_KEY);
      long began = System.nanoTime();
      int bytes = http.execute(request, PageBench::bytes);
      nanos[i] = System.nanoTime() - began;
      if (bytes < 10) {
        throw new IllegalStateException("no page");
      }
    }
    return percentile(nanos, 0.5);
  }

  private static int bytes(ClassicHttpResponse answer) throws IOException {
    byte[] body = EntityUtils.toByteArray(answer.getEntity());
    if (answer.getCode() != 200) {
      throw new IOException(answer.getCode() + " " + new String(body, StandardCharsets.UTF_8));
    }
    return body.length;
  }

  private double plain(Connection connection) throws Exception {
    var nanos = new long[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      long began = System.nanoTime();
      try (var statement = connection.prepareStatement(PLAIN);
          var rows = statement.executeQuery()) {
        byte[] page = json.writeValueAsBytes(all(rows));
        nanos[i] = System.nanoTime() - began;
        if (page.length < 1000) {
          throw new IllegalStateException("no page");
        }
      }
    }
    return percentile(nanos, 0.5);
  }

  private static List<Map<String, @Nullable Object>> all(ResultSet rows) throws Exception {
    var all = new ArrayList<Map<String, @Nullable Object>>();
    var columns = rows.getMetaData();
    while (rows.next()) {
      var row = new LinkedHashMap<String, @Nullable Object>();
      for (int column = 1; column <= columns.getColumnCount(); column++) {
        Object value = rows.getObject(column);
        row.put(columns.getColumnLabel(column), value == null ? null : value.toString());
      }
      all.add(row);
    }
    return all;
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
