package io.cleansight.inference.judge;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.event.Activity;
import io.cleansight.event.Detections;
import io.cleansight.event.SkippedFrames;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.trace.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/**
 * The judge's topology without a broker. Its stores survive {@link #crash} as a changelog keeps
 * them, what it held in memory does not.
 */
final class JudgeDriver implements AutoCloseable {
  private final EventRecords records;
  private final Map<String, Map<String, byte[]>> changelogs = new HashMap<>();
  private final Map<String, Integer> writes = new HashMap<>();
  private final WallClock clock = new WallClock();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private TopologyTestDriver driver;

  JudgeDriver() {
    this(Tracing.off());
  }

  JudgeDriver(Tracing tracing) {
    records = new EventRecords("test", tracing);
    driver = start();
  }

  /** What one dead letter says. */
  record Dead(@Nullable String key, byte[] bytes, Map<String, String> headers) {}

  private static final class WallClock extends Clock {
    private Instant now = Instant.parse("2026-03-02T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private TopologyTestDriver start() {
    var topology = new Topology();
    JudgeTopology.extend(topology, records, clock, new JudgeMeters(meters, clock), this::store);
    var settings = new Properties();
    settings.put("application.id", ConsumerGroups.JUDGE);
    settings.put("bootstrap.servers", "none:9092");
    return new TopologyTestDriver(topology, settings, clock.now);
  }

  /** As the changelog has it. */
  private KeyValueBytesStoreSupplier store(String name) {
    return new KeyValueBytesStoreSupplier() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public KeyValueStore<Bytes, byte[]> get() {
        KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore(name).get();
        changelogs
            .getOrDefault(name, Map.of())
            .forEach((key, value) -> store.put(Bytes.wrap(bytes(key)), value));
        return store;
      }

      @Override
      public String metricsScope() {
        return "in-memory";
      }
    };
  }

  /** The process dies; another takes over from the changelogs. */
  void crash() {
    keep();
    driver.close();
    driver = start();
  }

  /** How often that store was written to its changelog. */
  int writesOf(String store) {
    keep();
    return writes.getOrDefault(store, 0);
  }

  private void keep() {
    for (String store : List.of(JudgeTopology.STORE, JudgeTopology.ROOMS)) {
      String changelog = ConsumerGroups.changelogOf(ConsumerGroups.JUDGE, store);
      var written =
          driver.createOutputTopic(
              changelog, new StringDeserializer(), new ByteArrayDeserializer());
      Map<String, byte[]> kept = changelogs.computeIfAbsent(store, _ -> new HashMap<>());
      for (var record : written.readRecordsToList()) {
        writes.merge(store, 1, Integer::sum);
        if (record.value() == null) {
          kept.remove(record.key());
        } else {
          kept.put(record.key(), record.value());
        }
      }
    }
  }

  void take(Detections.Builder frame) {
    Detections seen = frame.build();
    var headers =
        records.headers(Topics.DETECTIONS, seen.getFrameId(), seen.getCapturedAt(), seen, null);
    input(Topics.DETECTIONS).pipeInput(new TestRecord<>(seen.getCameraId(), seen, headers));
  }

  /** Anything at all. */
  void take(String topic, @Nullable String key, @Nullable Object value) {
    input(topic).pipeInput(new TestRecord<>(key, value));
  }

  void take(String topic, TestRecord<String, Object> record) {
    input(topic).pipeInput(record);
  }

  void passes(Duration time) {
    clock.now = clock.now.plus(time);
    driver.advanceWallClockTime(time);
  }

  SimpleMeterRegistry meters() {
    return meters;
  }

  List<Activity> activity() {
    return read(Topics.ACTIVITY, Activity.class);
  }

  List<Violation> violations() {
    return read(Topics.VIOLATIONS, Violation.class);
  }

  List<SkippedFrames> skipped() {
    return read(Topics.SKIPPED_FRAMES, SkippedFrames.class);
  }

  /** Keys and headers of what was sent there. */
  List<TestRecord<String, Decoded<SpecificRecord>>> sent(String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new EventDeserializer())
        .readRecordsToList();
  }

  List<Dead> deadLetters(String topic) {
    var dead = new ArrayList<Dead>();
    var letters =
        driver.createOutputTopic(
            Topics.deadLetterOf(topic), new StringDeserializer(), new ByteArrayDeserializer());
    for (var record : letters.readRecordsToList()) {
      var headers = new HashMap<String, String>();
      record.headers().forEach(it -> headers.put(it.key(), new String(it.value(), UTF_8)));
      dead.add(new Dead(record.key(), record.value(), headers));
    }
    return dead;
  }

  private <T> List<T> read(String topic, Class<T> type) {
    return sent(topic).stream()
        .map(
            record ->
                switch (record.value()) {
                  case Decoded.Event<SpecificRecord>(var event) -> type.cast(event);
                  case Decoded.Unreadable<SpecificRecord> bad -> throw new AssertionError(bad);
                })
        .toList();
  }

  private TestInputTopic<String, Object> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new EventSerializer());
  }

  private static byte[] bytes(String key) {
    return key.getBytes(UTF_8);
  }

  @Override
  public void close() {
    driver.close();
  }
}
