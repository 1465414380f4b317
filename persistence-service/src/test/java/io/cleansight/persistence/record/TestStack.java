package io.cleansight.persistence.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.Topics;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.ServiceJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * What the tests of the record stand on: a database, a broker, traffic, and what must be true in
 * the end.
 */
final class TestStack implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);

  /** Kept when the tests have ended, to be looked at. */
  private static final Path LOGS = Path.of("target", "record-logs");

  private final Database database;
  private final Broker kafka;
  private final Traffic traffic;
  private String url;

  TestStack(Path folder, long seed) throws Exception {
    Files.createDirectories(LOGS);
    database = new Database(folder.resolve("postgres"), Ports.anyFree());
    kafka = new Broker(folder.resolve("kafka"));
    traffic = new Traffic(kafka.bootstrapServers(), seed);
    url = database.url();
  }

  Database database() {
    return database;
  }

  Broker kafka() {
    return kafka;
  }

  Traffic traffic() {
    return traffic;
  }

  /** From now on the record is looked at there. */
  void lookAt(String otherUrl) {
    url = otherUrl;
  }

  Path log(String name) {
    return LOGS.resolve(name + ".log");
  }

  List<String> rows(String query) throws SQLException {
    return Database.rows(url, query);
  }

  long number(String query) throws SQLException {
    return Long.parseLong(rows(query).getFirst());
  }

  /** The position in the database is the end of every topic that traffic is sent to. */
  void awaitAllWritten(ServiceJvm keeper) throws Exception {
    awaitRead(Topics.ACTIVITY, Topics.VIOLATIONS, Topics.EVIDENCE);
    assertThat(keeper.isAlive()).isTrue();
  }

  /** The position in the database is past what the topic has now; there may be more by then. */
  void awaitRead(String... topics) throws Exception {
    awaitPositions(kafka.ends(List.of(topics)));
  }

  private void awaitPositions(Map<TopicPartition, Long> ends) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> positions(),
            at ->
                ends.entrySet().stream()
                    .allMatch(end -> at.getOrDefault(end.getKey(), 0L) >= end.getValue()));
  }

  private Map<TopicPartition, Long> positions() throws SQLException {
    var positions = new HashMap<TopicPartition, Long>();
    for (String row : rows("SELECT topic, partition, next_offset FROM consumer_position")) {
      String[] columns = row.split(" ", -1);
      positions.put(
          new TopicPartition(columns[0], Integer.parseInt(columns[1])), Long.valueOf(columns[2]));
    }
    return positions;
  }

  long frames() {
    try {
      return number("SELECT COALESCE(sum(total_frames), 0)::bigint FROM statistics_hourly");
    } catch (SQLException notThereYet) {
      return 0;
    }
  }

  void assertEqualsRecount() throws SQLException {
    Recount recount = Recount.of(kafka.bootstrapServers());
    assertSums("statistics_hourly", "hour_start", recount.hours);
    assertSums("statistics_quarter_hourly", "quarter_start", recount.quarters);
    assertThat(number("SELECT count(*) FROM hygiene_events WHERE event_type = 'handwash'"))
        .isEqualTo(recount.hours.values().stream().mapToLong(sums -> (long) sums[2]).sum());
    assertThat(rows("SELECT id FROM detection_records"))
        .hasSize(recount.savedFrames.size())
        .containsAll(recount.savedFrames);
    assertThat(violations()).isEqualTo(List.copyOf(recount.violations));
    assertThat(
            number(
                """
                    SELECT count(*) FROM violation_events v
                    JOIN violation_snapshots s ON s.violation_id = v.id AND s.state = 'present' AND s.path = v.snapshot_path
                    JOIN snapshot_pictures p ON p.path = s.path
                      AND encode(sha256(p.jpeg), 'hex') = s.sha256 AND length(p.jpeg) = s.bytes
                    WHERE v.snapshot_state = 'present'"""))
        .isEqualTo(recount.violations.size());
    assertPersons("statistics_zone_hourly", "hour_start", recount.zoneHours);
    assertPersons("statistics_zone_quarter_hourly", "quarter_start", recount.zoneQuarters);
  }

  private void assertPersons(String table, String time, Map<String, double[]> counted)
      throws SQLException {
    assertThat(
            rows(
                """
                SELECT camera_id, zone, to_char(%s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), total_persons
                FROM %s"""
                    .formatted(time, table)))
        .as(table)
        .containsExactlyInAnyOrderElementsOf(
            counted.entrySet().stream()
                .map(it -> it.getKey() + " " + (long) it.getValue()[0])
                .toList());
  }

  private void assertSums(String table, String time, Map<String, double[]> counted)
      throws SQLException {
    var expected = new TreeMap<String, List<Double>>();
    counted.forEach((bucket, sums) -> expected.put(bucket, Arrays.stream(sums).boxed().toList()));
    var written = new TreeMap<String, List<Double>>();
    for (String row :
        rows(
            """
            SELECT camera_id, to_char(%1$s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                   total_frames, total_persons, total_handwash_events, violating_frames, saved_frames,
                   total_violations, processing_time_sum, unknown_verdicts, visits, judged_visits, violating_visits
            FROM %2$s"""
                .formatted(time, table))) {
      String[] columns = row.split(" ", -1);
      written.put(
          columns[0] + " " + columns[1],
          Arrays.stream(columns).skip(2).map(Double::valueOf).toList());
    }
    assertThat(written).as(table).isEqualTo(expected);
  }

  private List<String> violations() throws SQLException {
    return rows("SELECT id, extract(epoch FROM closed_at) FROM violation_events").stream()
        .map(row -> row.split(" ", -1))
        .map(row -> row[0] + " until " + instant(row[1]))
        .sorted()
        .toList();
  }

  private static Instant instant(String seconds) {
    return Instant.EPOCH.plus(
        new java.math.BigDecimal(seconds).movePointRight(6).longValueExact(), ChronoUnit.MICROS);
  }

  @Override
  public void close() throws IOException {
    traffic.close();
    kafka.close();
    database.close();
  }
}
