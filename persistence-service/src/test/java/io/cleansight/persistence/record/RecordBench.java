package io.cleansight.persistence.record;

import static java.time.ZoneOffset.UTC;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Activity;
import io.cleansight.persistence.Started;
import io.cleansight.persistence.statistics.Bucket;
import io.cleansight.persistence.statistics.Measure;
import io.cleansight.persistence.statistics.RollupBatch;
import io.cleansight.persistence.statistics.RollupStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.postgresql.PGConnection;
import org.slf4j.LoggerFactory;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Messages per second that the service commits, beside plain ways of writing the same rows on the
 * same machine: turn about, medians. The service reads Kafka, decodes, checks, counts and writes
 * JSON; the yardsticks are given ready rows.
 */
final class RecordBench {
  private static final int ROUNDS = 3;
  private static final int SINGLE_ROWS = 3000;
  private static final int COLUMN_COUNT = 14;
  private static final int ROLLUPS = 50_000;
  private static final int BATCH = 5000;
  private static final String COLUMNS =
      """
      id, camera_id, timestamp, frame_number, person_count, hairnet_violations, handwash_events, sanitize_events,
      person_detections, hairnet_results, handwash_results, sanitize_results, processing_time, fps""";
  private static final String TABLES =
      "detection_records, statistics_hourly, statistics_zone_hourly, statistics_quarter_hourly,"
          + " statistics_zone_quarter_hourly, run_progress, consumer_position";
  private static final String UPSERT =
      """
      INSERT INTO statistics_hourly AS hour (camera_id, hour_start, total_frames, total_persons, processing_time_sum)
      VALUES (?, ?, 1, ?, ?)
      ON CONFLICT (camera_id, hour_start) DO UPDATE SET
        total_frames = hour.total_frames + 1, total_persons = hour.total_persons + EXCLUDED.total_persons,
        processing_time_sum = hour.processing_time_sum + EXCLUDED.processing_time_sum""";

  private final Started service;
  private final String url;
  private final int messages;

  private RecordBench(Started service, int messages) {
    this.service = service;
    this.url = service.bean(DataSourceProperties.class).determineUrl();
    this.messages = messages;
  }

  public static void main(String[] args) throws Exception {
    ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT").setLevel(Level.ERROR);
    int messages = Integer.parseInt(args[0]);
    try (Started service =
        Started.in(
            Path.of(args[1]),
            "--spring.kafka.listener.auto-startup=false",
            "--persistence.save.strategy=all",
            "--persistence.audit-every=1d",
            "--persistence.activity-threads=" + Integer.getInteger("threads", 3))) {
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("ROOT").setLevel(Level.ERROR);
      new RecordBench(service, messages).run();
    }
  }

  private void run() throws Exception {
    try (var traffic = new Traffic(service.bootstrapServers(), 3)) {
      traffic.send(messages);
    }
    List<Activity> frames = new ArrayList<>();
    Recount.read(
        service.bootstrapServers(), Topics.ACTIVITY, event -> frames.add((Activity) event));
    written(); // warms up, and leaves the rows that the yardsticks write
    byte[] rows = binary();
    var ours = new double[ROUNDS];
    var copies = new double[ROUNDS];
    var inserts = new double[ROUNDS];
    var rollups = new double[ROUNDS];
    var upserts = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      ours[round] = written();
      copies[round] = copied(rows);
      inserts[round] = inserted();
      rollups[round] = folded(frames);
      upserts[round] = upserted(frames);
    }
    System.out.printf(
        Locale.ROOT,
        "%d cores, load average %.1f, %d messages, medians of %d rounds%n",
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        messages,
        ROUNDS);
    say("committed messages/s : COPY BINARY of the same rows", ours, copies);
    say("committed messages/s : one INSERT and commit per row", ours, inserts);
    say("rollups, frames/s    : batched upserts, one per frame", rollups, upserts);
  }

  private static void say(String what, double[] ours, double[] yardstick) {
    System.out.printf(
        Locale.ROOT,
        "%s  %,.0f : %,.0f = %.2f%n",
        what,
        median(ours),
        median(yardstick),
        median(ours) / median(yardstick));
  }

  /** The whole topic, from the start of the listener to the last commit. */
  private double written() throws Exception {
    execute("TRUNCATE " + TABLES);
    MessageListenerContainer listener =
        service
            .bean(KafkaListenerEndpointRegistry.class)
            .getListenerContainer(ConsumerGroups.PERSISTENCE_ACTIVITY);
    if (listener == null) {
      throw new IllegalStateException("no listener");
    }
    listener.start();
    // From the first commit on: joining the group is not writing.
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> count() > 0);
    long before = count();
    long start = System.nanoTime();
    Awaitility.await()
        .atMost(Duration.ofMinutes(5))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> count() == messages);
    double rate = rate(messages - before, start);
    listener.stop();
    return rate;
  }

  private long count() {
    return service
        .jdbc()
        .sql("SELECT COALESCE(sum(total_frames), 0) FROM statistics_hourly")
        .query(Long.class)
        .single();
  }

  private byte[] binary() throws Exception {
    try (Connection connection = DriverManager.getConnection(url)) {
      var bytes = new ByteArrayOutputStream();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY (SELECT "
                  + COLUMNS
                  + " FROM detection_records ORDER BY created_at) TO STDOUT (FORMAT binary)",
              bytes);
      return bytes.toByteArray();
    }
  }

  private double copied(byte[] rows) throws Exception {
    execute("TRUNCATE " + TABLES);
    try (Connection connection = DriverManager.getConnection(url)) {
      long start = System.nanoTime();
      long copied =
          connection
              .unwrap(PGConnection.class)
              .getCopyAPI()
              .copyIn(
                  "COPY detection_records (" + COLUMNS + ") FROM STDIN (FORMAT binary)",
                  new ByteArrayInputStream(rows));
      return rate(copied, start);
    }
  }

  /** As the original did: a statement with its values, and a commit, for every row. */
  private double inserted() throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      var rows = new ArrayList<Object[]>();
      try (var result =
          statement.executeQuery(
              "SELECT " + COLUMNS + " FROM detection_records LIMIT " + SINGLE_ROWS)) {
        while (result.next()) {
          var row = new Object[COLUMN_COUNT];
          for (int column = 0; column < COLUMN_COUNT; column++) {
            row[column] = result.getObject(column + 1);
          }
          rows.add(row);
        }
      }
      statement.execute("TRUNCATE detection_records");
      try (var insert =
          connection.prepareStatement(
              "INSERT INTO detection_records (%s) VALUES (%s)"
                  .formatted(COLUMNS, String.join(", ", Collections.nCopies(COLUMN_COUNT, "?"))))) {
        long start = System.nanoTime();
        for (Object[] row : rows) {
          for (int column = 0; column < COLUMN_COUNT; column++) {
            insert.setObject(column + 1, row[column]);
          }
          insert.executeUpdate();
        }
        return rate(rows.size(), start);
      }
    }
  }

  /** As the service does: a batch in memory, then one statement. */
  private double folded(List<Activity> frames) throws Exception {
    execute("TRUNCATE " + TABLES);
    var rollups = service.bean(RollupStore.class);
    var transactions = service.bean(TransactionTemplate.class);
    long start = System.nanoTime();
    for (int from = 0; from < ROLLUPS; from += BATCH) {
      var counts = new RollupBatch();
      for (Activity frame : frames.subList(from, from + BATCH)) {
        Bucket bucket = Bucket.of(frame.getCameraId(), frame.getCapturedAt());
        counts.count(bucket, Measure.TOTAL_FRAMES);
        counts.add(bucket, Measure.TOTAL_PERSONS, frame.getPeople().size());
        counts.add(bucket, Measure.PROCESSING_TIME_SUM, frame.getProcessingMicros() / 1e6);
      }
      transactions.executeWithoutResult(_ -> rollups.add(counts));
    }
    return rate(ROLLUPS, start);
  }

  private double upserted(List<Activity> frames) throws Exception {
    execute("TRUNCATE " + TABLES);
    try (Connection connection = DriverManager.getConnection(url);
        var upsert = connection.prepareStatement(UPSERT)) {
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      for (int from = 0; from < ROLLUPS; from += BATCH) {
        for (Activity frame : frames.subList(from, from + BATCH)) {
          upsert.setString(1, frame.getCameraId());
          upsert.setObject(2, frame.getCapturedAt().truncatedTo(ChronoUnit.HOURS).atOffset(UTC));
          upsert.setLong(3, frame.getPeople().size());
          upsert.setDouble(4, frame.getProcessingMicros() / 1e6);
          upsert.addBatch();
        }
        upsert.executeBatch();
        connection.commit();
      }
      return rate(ROLLUPS, start);
    }
  }

  private void execute(String sql) throws Exception {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static double rate(long count, long start) {
    return count * (double) TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
  }

  private static double median(double[] values) {
    return Arrays.stream(values).sorted().toArray()[values.length / 2];
  }
}
