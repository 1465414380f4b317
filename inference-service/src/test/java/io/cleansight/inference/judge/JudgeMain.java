package io.cleansight.inference.judge;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.messaging.codec.EventRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;

/** The judge alone, as a process that a test may kill: broker, directory of its state, standbys. */
final class JudgeMain {
  private JudgeMain() {}

  /** See the class. */
  public static void main(String[] arguments) {
    var topology = new Topology();
    JudgeTopology.extend(
        topology,
        new EventRecords("test"),
        Clock.systemUTC(),
        new JudgeMeters(new SimpleMeterRegistry(), Clock.systemUTC()));
    var settings = new Properties();
    settings.put("application.id", ConsumerGroups.JUDGE);
    settings.put("bootstrap.servers", arguments[0]);
    settings.put("state.dir", arguments[1]);
    settings.put("num.standby.replicas", arguments[2]);
    settings.put("processing.guarantee", "exactly_once_v2");
    settings.put("commit.interval.ms", "100");
    settings.put("num.stream.threads", "2");
    settings.put("auto.offset.reset", "earliest");
    settings.put("consumer.session.timeout.ms", "6000");
    settings.put("consumer.heartbeat.interval.ms", "2000");
    settings.put("producer.transaction.timeout.ms", "5000");
    new KafkaStreams(topology, settings).start();
  }
}
