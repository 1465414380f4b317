package io.cleansight.alert.evaluation;

import io.cleansight.alert.AlertApplication;
import io.cleansight.contracts.DefaultRules;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.contracts.vocabulary.CameraStatus;
import io.cleansight.contracts.vocabulary.ComplianceVerdict;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedRedis;
import io.cleansight.embedded.Ports;
import io.cleansight.event.Alert;
import io.cleansight.event.AlertRule;
import io.cleansight.event.Review;
import io.cleansight.event.Violation;
import io.cleansight.rule.CameraAlertState;
import io.cleansight.rule.Evaluator;
import io.cleansight.rule.OpenAlert;
import io.cleansight.rule.Rule;
import io.cleansight.rule.Site;
import io.cleansight.rule.body.RuleReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/**
 * Prints how soon an alert follows its violation, in commit intervals, and what the watches of
 * 1,000 cameras hold after so many events. Run by {@code bench/run}.
 */
final class AlertBench {
  private static final int VIOLATIONS = 300;
  private static final int CAMERAS = 1000;
  private static final double COMMIT_MILLIS = 100; // application.yaml
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private AlertBench() {}

  public static void main(String[] args) throws Exception {
    state(Long.parseLong(args[0]));
    latency(Path.of(args[1]));
    System.out.printf(
        "load average %.1f%n", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static void state(long events) {
    List<Rule> rules =
        List.of(
            rule("violation_threshold", "{\"threshold\": 5, \"duration_minutes\": 10}"),
            rule("occupancy", "{\"max_people\": 3, \"duration_seconds\": 5}"),
            rule("no_detection", "{\"duration_seconds\": 60}"),
            rule("camera_offline", "{\"duration_seconds\": 20}"),
            rule("dwell", "{\"zone\": \"work_area\", \"max_seconds\": 120}"),
            rule(
                "compliance_rate",
                "{\"percent\": 80, \"duration_minutes\": 60, \"min_people\": 20}"));
    var site = new Site(rules, Map.of(), Set.of(), List.of());
    var random = new Random(5);
    var alerts = new AtomicLong();
    var evaluator = new Evaluator(() -> site, new Counting(alerts));
    var held = new ArrayList<Long>();
    long began = System.nanoTime();
    for (long event = 1; event <= events; event++) {
      String camera = "line-" + event % CAMERAS;
      Instant at = NOON.plusMillis(event / CAMERAS * 200);
      evaluator.take(camera, event(camera, at, event, random), at);
      if (event % (events / 5) == 0) {
        System.gc();
        var runtime = Runtime.getRuntime();
        held.add((runtime.totalMemory() - runtime.freeMemory()) >> 20);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%,d events of %d cameras, 6 rules: %,d changes of alerts, %,.0f events/s on one thread%n",
        events, CAMERAS, alerts.get(), events / seconds);
    System.out.printf("heap in use after each fifth: %s MiB%n", held);
  }

  /** Counts what is to be told. */
  private record Counting(AtomicLong alerts) implements Evaluator.Out {
    @Override
    public void changed(String camera, OpenAlert.Change change) {
      alerts.incrementAndGet();
    }

    @Override
    public void undecided(Review review) {}

    @Override
    public void keep(CameraAlertState alertState) {}

    @Override
    public void heard(String camera, @Nullable Instant at) {}

    @Override
    public void reached(String camera, @Nullable Instant at) {}
  }

  private static SpecificRecord event(String camera, Instant at, long event, Random random) {
    int what = random.nextInt(1000);
    if (what < 5) {
      return Events.violation(camera, at);
    }
    if (what < 25) {
      return Events.health(
          camera, random.nextInt(50) == 0 ? "offline" : CameraStatus.ONLINE.word(), at);
    }
    long track = event / CAMERAS / 50;
    var people =
        IntStream.range(0, random.nextInt(5))
            .mapToObj(
                person ->
                    Events.person(
                        track + person,
                        "work_area",
                        random.nextInt(10) == 0
                            ? ComplianceVerdict.VIOLATING.word()
                            : ComplianceVerdict.COMPLIANT.word()))
            .toList();
    return Events.frame(camera, NOON, at, people);
  }

  private static void latency(Path folder) throws Exception {
    var latencies = new ArrayList<Long>();
    int redisPort = Ports.anyFree();
    try (var kafka =
            EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
        var _ = EmbeddedRedis.start(folder.resolve("redis"), redisPort);
        var _ =
            new SpringApplicationBuilder(AlertApplication.class)
                .web(WebApplicationType.NONE)
                .run(
                    "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                    "--spring.kafka.streams.state-dir=" + folder.resolve("state"),
                    "--logging.level.root=error",
                    "--alert.redis-url=redis://127.0.0.1:" + redisPort);
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of(
                    ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        var consumer =
            new KafkaConsumer<>(
                Map.<String, Object>of(
                    ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                    kafka.bootstrapServers(),
                    ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    "read_committed"),
                new StringDeserializer(),
                new EventDeserializer())) {
      AlertRule each =
          written("violation_threshold", "{\"threshold\": 1, \"duration_seconds\": 1}");
      producer
          .send(
              new ProducerRecord<>(
                  Topics.ALERT_RULES,
                  each.getRuleId().toString(),
                  EventCodec.encode(Topics.ALERT_RULES, each)))
          .get();
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.ALERTS).stream()
              .map(it -> new TopicPartition(it.topic(), it.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var random = new Random(3);
      for (int i = 0; i < VIOLATIONS; i++) {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(200));
        Violation violation =
            Events.violation("line-" + i, Instant.now().truncatedTo(ChronoUnit.MICROS));
        producer
            .send(
                new ProducerRecord<>(
                    Topics.VIOLATIONS,
                    violation.getCameraId(),
                    EventCodec.encode(Topics.VIOLATIONS, violation)))
            .get();
        long sent = System.nanoTime();
        if (!seen(consumer, violation.getCameraId())) {
          throw new IllegalStateException("no alert for " + violation);
        }
        if (i >= VIOLATIONS / 10) { // the first warm the service
          latencies.add(System.nanoTime() - sent);
        }
      }
    }
    latencies.sort(null);
    System.out.printf(
        "violation in the topic to alert in the topic: p50 %.0f ms, p99 %.0f ms; p50 is %.2f commit intervals%n",
        latencies.get(latencies.size() / 2) / 1e6,
        latencies.get(latencies.size() * 99 / 100) / 1e6,
        latencies.get(latencies.size() / 2) / 1e6 / COMMIT_MILLIS);
  }

  private static boolean seen(
      KafkaConsumer<String, Decoded<SpecificRecord>> consumer, String camera) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() - deadline < 0) {
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (record.value() instanceof Decoded.Event<?>(Alert alert)
            && alert.getCameraId().equals(camera)
            && AlertState.RAISED.is(alert.getState())) {
          return true;
        }
      }
    }
    return false;
  }

  private static Rule rule(String type, String conditions) {
    return RuleReader.read(written(type, conditions)).orElseThrow();
  }

  private static AlertRule written(String type, String conditions) {
    return AlertRule.newBuilder(DefaultRules.all().getFirst())
        .setRuleId(new UUID(0, type.hashCode()))
        .setRuleType(type)
        .setConditions(conditions)
        .build();
  }
}
