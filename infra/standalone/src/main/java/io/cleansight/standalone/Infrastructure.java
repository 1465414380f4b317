package io.cleansight.standalone;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.ServerSecurity;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Kafka, PostgreSQL and Redis: ours, or what the environment names; and how services find them. */
final class Infrastructure implements AutoCloseable {
  private final List<AutoCloseable> started = new ArrayList<>();
  private final Map<String, String> common = new HashMap<>();
  private final Map<String, String> writer = new HashMap<>();
  private final Map<String, String> reader = new HashMap<>();
  private final Map<String, String> alert = new HashMap<>();

  private Infrastructure() {}

  /** Starts all three at once; what was started is stopped again if one fails. */
  static Infrastructure start(RunLayout layout, Map<String, String> environment, Console console)
      throws InterruptedException, CannotStartException {
    var infrastructure = new Infrastructure();
    try {
      infrastructure.startAll(layout, environment, console);
      return infrastructure;
    } catch (ExecutionException e) {
      infrastructure.close();
      Throwable cause = e.getCause();
      throw new CannotStartException(String.valueOf(cause == null ? e : cause.getMessage()));
    }
  }

  /** Returns, or fails, when none of them is being started any more: all that runs is known. */
  private void startAll(RunLayout layout, Map<String, String> environment, Console console)
      throws InterruptedException, ExecutionException {
    try (ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("start-", 0).factory())) {
      List<Future<?>> parts =
          List.of(
              threads.submit(console.timed("Kafka", () -> kafka(layout))),
              threads.submit(console.timed("PostgreSQL", () -> postgres(layout, environment))),
              threads.submit(console.timed("Redis", () -> redis(layout, environment))));
      for (Future<?> part : parts) {
        part.get();
      }
    }
  }

  /** Environment of a service. */
  Map<String, String> environment(Service service) {
    var environment = new HashMap<>(common);
    environment.putAll(
        switch (service) {
          case PERSISTENCE -> writer;
          case QUERY -> reader;
          case ALERT -> alert;
          case CAPTURE, INFERENCE, BRIDGE -> Map.of();
        });
    return environment;
  }

  String bootstrapServers() {
    return String.valueOf(common.get("KAFKA_BOOTSTRAP_SERVERS"));
  }

  @Override
  public void close() {
    synchronized (started) {
      for (AutoCloseable part : started.reversed()) {
        try {
          part.close();
        } catch (Exception e) {
          org.slf4j.LoggerFactory.getLogger(Infrastructure.class)
              .error("{} did not stop cleanly", part, e);
        }
      }
      started.clear();
    }
  }

  private void kafka(RunLayout layout) throws IOException {
    var kafka =
        keep(
            EmbeddedKafka.start(
                layout.data().resolve("kafka"), layout.kafkaPort(), layout.controllerPort()));
    put(common, "KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
  }

  private void postgres(RunLayout layout, Map<String, String> environment)
      throws IOException, SQLException, CannotStartException {
    String given = environment.get("DATABASE_URL");
    if (given != null && !given.isBlank()) {
      for (Map<String, String> to : List.of(writer, reader)) {
        DatabaseUrl.parse(given).environment().forEach((name, value) -> put(to, name, value));
      }
      return;
    }
    Map<String, String> passwords = databasePasswords(new KeptSecrets(layout));
    var postgres =
        keep(
            EmbeddedPostgres.start(
                layout.data().resolve("postgres"),
                layout.postgresPort(),
                ServerSecurity.passwords(passwords)));
    login(writer, "DATABASE", EmbeddedPostgres.WRITER, passwords);
    login(writer, "DATABASE_MIGRATOR", EmbeddedPostgres.MIGRATOR, passwords);
    login(reader, "DATABASE", EmbeddedPostgres.READER, passwords);
    put(writer, "DATABASE_JDBC_URL", postgres.url());
    put(reader, "DATABASE_JDBC_URL", postgres.url());
  }

  private static Map<String, String> databasePasswords(KeptSecrets secrets) throws IOException {
    var passwords = new HashMap<String, String>();
    for (String login :
        List.of(
            EmbeddedPostgres.SUPERUSER,
            EmbeddedPostgres.MIGRATOR,
            EmbeddedPostgres.WRITER,
            EmbeddedPostgres.READER)) {
      passwords.put(login, secrets.password(login));
    }
    return passwords;
  }

  private static void login(
      Map<String, String> to, String prefix, String login, Map<String, String> passwords) {
    put(to, prefix + "_USERNAME", login);
    put(to, prefix + "_PASSWORD", String.valueOf(passwords.get(login)));
  }

  private void redis(RunLayout layout, Map<String, String> environment) throws IOException {
    String given = environment.get("REDIS_URL");
    if (given != null && !given.isBlank()) {
      put(alert, "REDIS_URL", given);
      return;
    }
    var security =
        ServerSecurity.passwords(
            Map.of(EmbeddedRedis.LOGIN, new KeptSecrets(layout).password("redis")));
    var redis =
        keep(EmbeddedRedis.start(layout.data().resolve("redis"), layout.redisPort(), security));
    put(alert, "REDIS_URL", redis.url());
  }

  private <T extends AutoCloseable> T keep(T part) {
    synchronized (started) {
      started.add(part);
    }
    return part;
  }

  private static void put(Map<String, String> map, String name, String value) {
    synchronized (map) {
      map.put(name, value);
    }
  }
}
