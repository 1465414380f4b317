package io.cleansight.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.RedisClient;

class EmbeddedIT {
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
