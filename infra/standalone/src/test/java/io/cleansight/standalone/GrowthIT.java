package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.ServerSecurity;
import io.cleansight.embedded.ServiceJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A site grows from 6 to 12 partitions in the midst of two recorded cameras: what is found is what
 * an undisturbed run finds, identities included, and every frame counts once.
 */
@Tag("long")
class GrowthIT {
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final RecordedKitchens kitchens = RecordedKitchens.ofNow(List.of(6, 7), 1);

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path folder;

  @Test
  void noViolationIsLostOrDoubledAndEveryFrameCountsOnce() throws Exception {
    Map<UUID, RecordedKitchens.Opened> undisturbed;
    Launched one = start("undisturbed");
    try {
      RecordedKitchens.awaitCounted(one, kitchens.frames(), PATIENCE);
      undisturbed = RecordedKitchens.opened(one);
    } finally {
      one.end();
    }
    assertThat(undisturbed).as("episodes in these kitchens").hasSizeGreaterThan(2);

    Launched other = start("grown");
    try {
      RecordedKitchens.awaitCounted(other, kitchens.frames() / 2, PATIENCE);
      other.stop();
      assertThat(other.output()).doesNotContain("at the next start");
      grow(other);
      other.startAgain(kitchens.arguments("max"));
      assertThat(partitions(other)).allSatisfy((_, count) -> assertThat(count).isEqualTo(12));
      RecordedKitchens.awaitCounted(other, kitchens.frames(), PATIENCE);
      kitchens.awaitRecorded(other, undisturbed, PATIENCE);
    } finally {
      other.end();
    }
  }

  private Launched start(String name) throws IOException {
    return Launched.start(folder.resolve(name), Map.of(), kitchens.arguments("max"));
  }

  /** As an operator does it: nothing runs but Kafka and PostgreSQL. */
  private void grow(Launched line) throws Exception {
    RunLayout layout = line.layout();
    var secrets = new KeptSecrets(layout);
    try (var kafka =
            EmbeddedKafka.start(
                layout.data().resolve("kafka"), layout.kafkaPort(), layout.controllerPort());
        var postgres =
            EmbeddedPostgres.start(
                layout.data().resolve("postgres"),
                layout.postgresPort(),
                ServerSecurity.passwords(
                    Map.of(EmbeddedPostgres.SUPERUSER, secrets.password("postgres"))))) {
      Map<String, String> environment =
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS",
              kafka.bootstrapServers(),
              "DATABASE_JDBC_URL",
              postgres.url(),
              "DATABASE_MIGRATE",
              "false",
              "DATABASE_USERNAME",
              EmbeddedPostgres.WRITER,
              "DATABASE_PASSWORD",
              secrets.password(EmbeddedPostgres.WRITER));
      Map<String, Integer> before = partitions(line);
      assertThat(command(environment, "12", "--dry-run")).contains("Nothing was changed");
      assertThat(partitions(line)).isEqualTo(before);
      assertThat(command(environment, "12")).contains("Done; set TOPIC_PARTITIONS to 12");
    }
  }

  private String command(Map<String, String> environment, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("grow-partitions"));
    command.addAll(List.of(arguments));
    Path said = folder.resolve("grow.log");
    try (var growth =
        ServiceJvm.start(
            Launched.HOME.resolve("persistence-service"),
            "persistence-service",
            "io.cleansight.persistence.PersistenceApplication",
            said,
            command,
            environment)) {
      int code = growth.awaitEnd(PATIENCE);
      String output = Files.readString(said);
      System.out.println("grow-partitions " + List.of(arguments) + ": " + code + "\n" + output);
      return output;
    }
  }

  /** Of everything that is spread by camera, state included. */
  private static Map<String, Integer> partitions(Launched line) throws Exception {
    try (var admin = Admin.create(Map.of("bootstrap.servers", line.bootstrapServers()))) {
      var counts = new TreeMap<String, Integer>();
      var spread =
          new ArrayList<>(
              Topics.all().stream().filter(it -> it.spread()).map(it -> it.name()).toList());
      ConsumerGroups.STORES_BY_CAMERA.forEach(
          (app, stores) ->
              stores.forEach(store -> spread.add(ConsumerGroups.changelogOf(app, store))));
      admin
          .describeTopics(spread)
          .allTopicNames()
          .get()
          .forEach((name, it) -> counts.put(name, it.partitions().size()));
      return counts;
    }
  }
}
