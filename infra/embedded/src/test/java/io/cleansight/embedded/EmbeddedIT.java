package io.cleansight.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class EmbeddedIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir Path data;

  @Test
  void kafkaKeepsItsTopicsOverARestart() throws Exception {
    int port = Ports.anyFree();
    int controllerPort = Ports.anyFree();
    try (var kafka = EmbeddedKafka.start(data.resolve("kafka"), port, controllerPort);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1))).all().get();
    }
    try (var kafka = EmbeddedKafka.start(data.resolve("kafka"), port, controllerPort);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      assertThat(admin.listTopics().names().get()).contains("kept");
    }
  }

  @Test
  void threeBrokersKeepWhatWasAcknowledgedWhenOneIsKilled() throws Exception {
    try (var kafka = EmbeddedKafkaCluster.start(data.resolve("cluster"), Map.of());
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      await().atMost(PATIENCE).until(() -> admin.describeCluster().nodes().get().size() == 3);
      var safe = new NewTopic("kept", 3, (short) 3).configs(Map.of("min.insync.replicas", "2"));
      admin.createTopics(List.of(safe)).all().get();
      Map<String, Object> acknowledged =
          Map.of("bootstrap.servers", kafka.bootstrapServers(), "acks", "all");
      try (var producer =
          new KafkaProducer<>(acknowledged, new StringSerializer(), new StringSerializer())) {
        for (int partition = 0; partition < 3; partition++) {
          producer.send(new ProducerRecord<>("kept", partition, "key", "before")).get();
        }
        kafka.killOne();
        for (int partition = 0; partition < 3; partition++) {
          assertThat(producer.send(new ProducerRecord<>("kept", partition, "key", "after")).get())
              .extracting(RecordMetadata::offset)
              .isEqualTo(1L);
        }
      }
    }
  }

  @Test
  void postgresKeepsItsRowsOverARestart() throws Exception {
    int port = Ports.anyFree();
    try (var postgres = EmbeddedPostgres.start(data.resolve("postgres"), port);
        var connection = DriverManager.getConnection(postgres.ownerUrl());
        var statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 42 AS answer");
    }
    try (var postgres = EmbeddedPostgres.start(data.resolve("postgres"), port);
        var connection = DriverManager.getConnection(postgres.ownerUrl());
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT answer, current_setting('fsync') FROM kept")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(42);
      assertThat(rows.getString(2)).isEqualTo("on");
    }
  }

  @Test
  void aStandbyFollowsLagsAndIsPromoted() throws Exception {
    try (var primary = EmbeddedPostgres.start(data.resolve("postgres"), Ports.anyFree())) {
      execute(primary.ownerUrl(), "CREATE TABLE followed AS SELECT 1 AS number");
      try (var standby = primary.standby(data.resolve("standby"), Ports.anyFree())) {
        execute(primary.ownerUrl(), "INSERT INTO followed VALUES (2)");
        await().atMost(Duration.ofSeconds(20)).until(() -> rows(standby.ownerUrl()) == 2);
        standby.stopReceiving();
        await()
            .atMost(Duration.ofSeconds(20))
            .until(
                () -> number(primary.ownerUrl(), "SELECT count(*) FROM pg_stat_replication") == 0);
        execute(primary.ownerUrl(), "INSERT INTO followed VALUES (3)");
        standby.promote();
        assertThat(rows(standby.ownerUrl())).isEqualTo(2);
        execute(standby.ownerUrl(), "INSERT INTO followed VALUES (4)");
        assertThat(rows(standby.ownerUrl())).isEqualTo(3);
      }
    }
  }

  private static long rows(String url) throws SQLException {
    return number(url, "SELECT count(*) FROM followed");
  }

  private static long number(String url, String query) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var rows = connection.createStatement().executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void execute(String url, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void redisIsTakenOverByItsSuccessor() throws Exception {
    int port = Ports.anyFree();
    var orphan = EmbeddedRedis.start(data.resolve("redis"), port);
    try (var client = RedisClient.create(orphan.url())) {
      client.set("kept", "42");
    }
    try (var successor = EmbeddedRedis.start(data.resolve("redis"), port);
        var client = RedisClient.create(successor.url())) {
      assertThat(client.get("kept")).isEqualTo("42");
    }
    assertThat(Ports.isFree(port)).isTrue();
  }
}
