package io.cleansight.alert.evaluation;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The topology without a broker: records at the broker's time, and time that passes in between. */
final class Live implements AutoCloseable {
  private static final String APPLICATION = "test";
  private static final Duration TICK = Duration.ofSeconds(1);

  private final TopologyTestDriver driver;
  private final TestOutputTopic<String, Decoded<SpecificRecord>> output;
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> eventIds = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Instant now;
  private long nanos;

  /**
   * @param begin the broker's time
   * @param ahead how far the clock of the instance is ahead of it
   */
  Live(Instant begin, Duration ahead) {
    var topology = new Topology();
    Supplier<StreamClock> clocks = () -> new StreamClock(() -> nanos, Duration.ZERO);
    EvaluationTopology.extend(
        topology, new EventRecords("test"), new AlertMeters(meters), clocks, clocks);
    var settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
    driver = new TopologyTestDriver(topology, settings, begin.plus(ahead));
    output =
        driver.createOutputTopic(Topics.ALERTS, new StringDeserializer(), new EventDeserializer());
    now = begin;
  }

  /** Lets time pass until then. */
  void until(Instant at) {
    while (now.isBefore(at)) {
      Instant next = now.plus(TICK).isAfter(at) ? at : now.plus(TICK);
      nanos += Duration.between(now, next).toNanos();
      driver.advanceWallClockTime(Duration.between(now, next));
      now = next;
    }
    collect();
  }

  /** The broker appends a record then. */
  void append(String topic, String key, SpecificRecord event, Instant at) {
    until(at);
    input(topic).pipeInput(new TestRecord<>(key, EventCodec.encode(topic, event), now));
    collect();
  }

  /** A setting is withdrawn. */
  void withdraw(String topic, String key) {
    input(topic).pipeInput(new TestRecord<>(key, null, now));
  }

  /** What the stores hold of cameras is gone; what the task has in memory is not. */
  void loseStores() {
    KeyValueStore<String, Object> alertStates =
        driver.getKeyValueStore(EvaluationTopology.CAMERA_ALERTS);
    var cameras = new ArrayList<String>();
    try (var entries = alertStates.all()) {
      entries.forEachRemaining(it -> cameras.add(it.key));
    }
    cameras.forEach(alertStates::delete);
  }

  /** How often a state of a camera has been written to the changelog. */
  long written() {
    return driver
        .createOutputTopic(
            APPLICATION + "-" + EvaluationTopology.CAMERA_ALERTS + "-changelog",
            new StringDeserializer(),
            new ByteArrayDeserializer())
        .getQueueSize();
  }

  /** How many alerts became that. */
  double counted(AlertState state) {
    return Metric.ALERTS.counter(meters, state.word()).count();
  }

  /** The CloudEvents id of each of {@link #alerts}. */
  List<String> eventIds() {
    return List.copyOf(eventIds);
  }

  List<Alert> alerts() {
    return List.copyOf(alerts);
  }

  private TestInputTopic<String, byte[]> input(String topic) {
    return driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer());
  }

  private void collect() {
    for (var record : output.readRecordsToList()) {
      if (record.value() instanceof Decoded.Event<SpecificRecord>(Alert alert)) {
        alerts.add(alert);
        eventIds.add(
            new String(
                record.headers().lastHeader(EventRecords.ID).value(), StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public void close() {
    driver.close();
  }
}
