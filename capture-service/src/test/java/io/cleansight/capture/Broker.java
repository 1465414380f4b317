package io.cleansight.capture;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.Ports;
import io.cleansight.embedded.TestTopics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** A real broker with some of the site's topics, and clients as capture-service configures them. */
public final class Broker implements AutoCloseable {
  private static final TopicLayout LAYOUT = TopicLayout.on(1, TopicLayout.FEW_PARTITIONS);

  private final Path data;
  private final int port = Ports.anyFree();
  private final int controllerPort = Ports.anyFree();
  private final Map<String, String> settings;
  private final Clients clients;
  private EmbeddedKafka kafka;
  private final Admin admin;

  private Broker(Path data, Map<String, String> settings) throws IOException {
    this.data = data;
    this.settings = Map.copyOf(settings);
    this.kafka = EmbeddedKafka.start(data, port, controllerPort, settings);
    this.clients = new Clients(address());
    this.admin = Admin.create(clients.client());
  }

  public static Broker start(Path data, Map<String, String> settings, String... topics)
      throws Exception {
    var broker = new Broker(data, settings);
    for (String topic : topics) {
      broker.make(topic, Map.of());
    }
    return broker;
  }

  public Admin admin() {
    return admin;
  }

  public String address() {
    return "127.0.0.1:" + port;
  }

  /** Makes a topic as the site would, apart from some of its settings. */
  public void make(String name, Map<String, String> others)
      throws InterruptedException, ExecutionException {
    make(address(), name, others);
  }

  /** The same at a broker that somebody else has started. */
  public static void make(String address, String name, Map<String, String> others)
      throws InterruptedException, ExecutionException {
    Topic topic = Topics.source(name);
    var config = new HashMap<>(LAYOUT.configOf(topic));
    config.putAll(others);
    TestTopics.make(
        address,
        List.of(new NewTopic(name, LAYOUT.partitionsOf(topic), (short) 1).configs(config)));
  }

  /** Stops the broker; its data stay. */
  public void stop() {
    kafka.close();
  }

  public void startAgain() throws IOException {
    kafka = EmbeddedKafka.start(data, port, controllerPort, settings);
  }

  public KafkaTemplate<String, Object> template() {
    return clients.template(Map.of());
  }

  public ConsumerFactory<String, Decoded<SpecificRecord>> consumers() {
    return clients.consumers();
  }

  /** Everything that a topic holds now. */
  public List<ConsumerRecord<String, Decoded<SpecificRecord>>> records(String topic) {
    return clients.records(topic);
  }

  public <T> Stream<T> events(String topic, Class<T> type) {
    return clients.events(topic, type);
  }

  @Override
  public void close() {
    clients.close();
    admin.close(Duration.ZERO);
    kafka.close();
  }

  /** Clients as capture-service configures them. */
  public static final class Clients implements AutoCloseable {
    private final String address;
    private final List<DefaultKafkaProducerFactory<String, Object>> producers = new ArrayList<>();

    public Clients(String address) {
      this.address = address;
    }

    /** A template with a producer of its own, as another process would have it. */
    public KafkaTemplate<String, Object> template(Map<String, Object> others) {
      var config = client();
      config.put("acks", "all");
      config.put("linger.ms", 2);
      config.put("max.block.ms", 200);
      config.put("delivery.timeout.ms", Integer.MAX_VALUE);
      config.putAll(others);
      var factory =
          new DefaultKafkaProducerFactory<>(config, new StringSerializer(), new EventSerializer());
      factory.setPhysicalCloseTimeout(0);
      producers.add(factory);
      return new KafkaTemplate<>(factory);
    }

    public ConsumerFactory<String, Decoded<SpecificRecord>> consumers() {
      var config = client();
      config.put("isolation.level", "read_committed");
      config.put("auto.offset.reset", "earliest");
      config.put("enable.auto.commit", false);
      return new DefaultKafkaConsumerFactory<>(
          config, new StringDeserializer(), new EventDeserializer());
    }

    /** Everything that a topic holds now. */
    public List<ConsumerRecord<String, Decoded<SpecificRecord>>> records(String topic) {
      return TestTopics.committed(address, topic, new EventDeserializer());
    }

    public <T> Stream<T> events(String topic, Class<T> type) {
      return records(topic).stream()
          .map(ConsumerRecord::value)
          .filter(Decoded.Event.class::isInstance)
          .map(it -> type.cast(((Decoded.Event<SpecificRecord>) it).value()));
    }

    @Override
    public void close() {
      producers.forEach(DefaultKafkaProducerFactory::destroy);
    }

    private Map<String, Object> client() {
      var config = new HashMap<String, Object>();
      config.put("bootstrap.servers", address);
      return config;
    }
  }
}
