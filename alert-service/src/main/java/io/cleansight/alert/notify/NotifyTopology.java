package io.cleansight.alert.notify;

import io.cleansight.alert.notify.channel.NotifyProperties;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.messaging.clock.StreamClock;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.metric.Metric;
import io.cleansight.messaging.state.StateSerde;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Configuration;

/**
 * Alerts in, notifications out, by an outbox: alerts are made into requests, one for each
 * recipient, which wait in a task of their own until they are delivered or given up. That topic has
 * one partition, so that one task knows of all that goes through a channel.
 */
@Configuration(proxyBeanMethods = false)
class NotifyTopology {
  static final String OUTBOX = "outbox-1";
  static final String ATTEMPTS = "attempts-1";
  static final String LIMITS = "limits-1";

  static final String REQUESTS = "notification-requests";
  static final String NOBODY = "nobody-to-notify";

  /** How often results are collected, and what is due is sent. */
  static final Duration TICK = Duration.ofMillis(200);

  private static final String REQUEST = "request";
  private static final String SEND = "send";

  @Autowired
  void build(
      StreamsBuilder builder,
      EventRecords records,
      Channels channels,
      Sender sender,
      NotifyProperties properties,
      MeterRegistry meters) {
    channels.all().forEach(it -> Metric.NOTIFICATIONS.countFromZero(meters, it.name()));
    var policy =
        new Outbox.Policy(
            properties.perMinute(),
            properties.deadline(),
            new Backoff(properties.pause(), properties.longestPause()));
    Supplier<OutboxProcessor> outboxes =
        () ->
            new OutboxProcessor(
                policy, sender, records, new StreamClock(System::nanoTime, Duration.ZERO), meters);
    extend(builder.build(), () -> new RequestProcessor(channels, records, meters), outboxes);
  }

  static void extend(
      Topology topology, Supplier<RequestProcessor> requests, Supplier<OutboxProcessor> outboxes) {
    addRequests(topology, requests);
    addOutbox(topology, outboxes);
  }

  private static void addRequests(Topology topology, Supplier<RequestProcessor> requests) {
    topology
        .addSource("told", new StringDeserializer(), new EventDeserializer(), Topics.ALERTS)
        .addProcessor(REQUEST, requests::get, "told")
        .addSink(
            REQUESTS,
            Topics.NOTIFICATION_REQUESTS,
            new StringSerializer(),
            new EventSerializer(),
            REQUEST)
        .addSink(
            NOBODY, Topics.NOTIFICATIONS, new StringSerializer(), new EventSerializer(), REQUEST);
  }

  private static void addOutbox(Topology topology, Supplier<OutboxProcessor> outboxes) {
    topology
        .addSource(
            "requested",
            new StringDeserializer(),
            new EventDeserializer(),
            Topics.NOTIFICATION_REQUESTS)
        .addProcessor(SEND, outboxes::get, "requested")
        .addStateStore(store(OUTBOX, Serdes.ByteArray()), SEND)
        .addStateStore(store(ATTEMPTS, StateSerde.of(Attempts.class, Attempts::since)), SEND)
        .addStateStore(store(LIMITS, StateSerde.of(Limit.class)), SEND)
        .addSink(
            "outcomes", Topics.NOTIFICATIONS, new StringSerializer(), new EventSerializer(), SEND);
  }

  private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> serde) {
    return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), serde)
        .withCachingDisabled();
  }
}
