package io.cleansight.messaging.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.ServiceName;
import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.embedded.Certificates;
import io.cleansight.embedded.SecureKafka;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.read.PartitionReader;
import io.cleansight.messaging.read.RecordLookups;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafkaStreams;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/** A broker with TLS and access control lists, and without plain text. */
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecureKafkaIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(10);
  private static final String STORE = "people";
  private static final String WRONG = "hunter2-is-not-it";

  @TempDir static Path folder;

  private @Nullable Certificates certificates;
  private @Nullable TokenServer tokens;
  private @Nullable SecureKafka kafka;

  /** Reads, writes in transactions, and keeps state: every kind of client that a service has. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  @EnableKafkaStreams
  static class Working {
    @Bean
    Copier copier(KafkaTemplate<String, Object> kafka) {
      return new Copier(kafka);
    }

    @Autowired
    void topology(StreamsBuilder builder) {
      builder
          .build()
          .addSource(
              "read", new StringDeserializer(), new ByteArrayDeserializer(), Topics.DETECTIONS)
          .addProcessor("keep", Keeping::new, "read")
          .addStateStore(
              Stores.keyValueStoreBuilder(
                  Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray()),
              "keep")
          .addSink(
              "write", Topics.ACTIVITY, new StringSerializer(), new ByteArraySerializer(), "keep");
    }
  }

  static class Copier {
    private final KafkaTemplate<String, Object> kafka;

    Copier(KafkaTemplate<String, Object> kafka) {
      this.kafka = kafka;
    }

    @KafkaListener(id = ConsumerGroups.DETECT, topics = Topics.FRAMES, batch = "true")
    void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
      for (var record : batch) {
        if (record.value() instanceof Decoded.Unreadable<SpecificRecord> raw) {
          kafka.send(new ProducerRecord<>(Topics.DETECTIONS, 0, record.key(), raw.bytes()));
        }
      }
    }
  }

  private static final class Keeping implements Processor<String, byte[], String, byte[]> {
    private @Nullable ProcessorContext<String, byte[]> context;

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
      context = given;
    }

    @Override
    public void process(Record<String, byte[]> record) {
      var here = Objects.requireNonNull(context);
      KeyValueStore<String, byte[]> store = here.getStateStore(STORE);
      store.put(record.key(), record.value());
      here.forward(record);
    }
  }

  @BeforeAll
  void start() throws Exception {
    certificates = Certificates.in(folder.resolve("tls"));
    tokens = TokenServer.start(folder);
    Map<String, String> passwords =
        Arrays.stream(ServiceName.values())
            .collect(Collectors.toMap(ServiceName::title, SecureKafkaIT::password));
    passwords.put(SecureKafka.OPERATOR, password(SecureKafka.OPERATOR));
    kafka =
        SecureKafka.start(
            folder.resolve("kafka"), certificates(), passwords, tokens().brokerSettings());
    String[] operator = arguments(scram(SecureKafka.OPERATOR));
    try (var context = Idle.start(kafka().scramServers(), operator)) {
      assertThat(context.isActive()).isTrue(); // which made the topics
    }
    assertThat(new AccessControl(client(SecureKafka.OPERATOR)).apply("User:NAME")).isPositive();
    try (var producer = producer(SecureKafka.OPERATOR, Map.of())) {
      for (Topic topic : Topics.all()) {
        producer.send(new ProducerRecord<>(topic.name(), 0, "first", new byte[] {1})).get();
      }
    }
  }

  @AfterAll
  void stop() {
    kafka().close();
    tokens().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-512", "OAUTHBEARER", "TLS"})
  void everyKindOfClientWorksWithTheSameFewSettings(String way) throws Exception {
    String service = ServiceName.INFERENCE.title();
    var settings = new ArrayList<>(List.of(arguments(login(way, service))));
    settings.addAll(
        List.of(
            "--topics.partitions=1",
            "--spring.kafka.listener.type=batch",
            "--spring.kafka.producer.transaction-id-prefix=inference-detect-" + way + "-",
            "--spring.kafka.streams.application-id=" + ConsumerGroups.JUDGE,
            "--spring.kafka.streams.state-dir=" + folder.resolve("state-" + way)));
    try (var context = Idle.start(Working.class, servers(way), settings.toArray(String[]::new));
        var producer = producer(SecureKafka.OPERATOR, Map.of());
        var lookup = context.getBean(RecordLookups.class).open("test")) {
      var sent = producer.send(new ProducerRecord<>(Topics.FRAMES, 0, way, new byte[] {2})).get();
      await().atMost(PATIENCE).until(() -> keys(Topics.ACTIVITY).contains(way));
      // The record is no event; what counts is that it can be asked for.
      assertThat(lookup.find(Topics.FRAMES, 0, sent.offset(), SHORT)).isEqualTo(Optional.empty());
      assertThat(context.getBean("consumersHealthIndicator", HealthIndicator.class).health())
          .isEqualTo(Health.up().build());
    }
  }

  @Test
  void whoDoesNotKnowThePasswordIsNotLetInAndItIsNotToldOn(CapturedOutput output) {
    var settings = new HashMap<>(scram(ServiceName.QUERY.title()));
    settings.put("password", WRONG);
    assertThatThrownBy(() -> Idle.start(kafka().scramServers(), arguments(settings)))
        .hasRootCauseInstanceOf(SaslAuthenticationException.class)
        .satisfies(it -> assertThat(stack(it)).doesNotContain(WRONG));
    assertThat(output.getAll()).contains("authentication").doesNotContain(WRONG);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-512", "OAUTHBEARER", "TLS"})
  void plainTextGetsNoAnswer(String way) {
    assertThat(failure(servers(way), Map.of())).isInstanceOf(TimeoutException.class);
  }

  @Test
  void aBrokerWhoseCertificateIsSignedByAnotherIsNotBelieved() throws Exception {
    Path other = Certificates.in(folder.resolve("other")).authority();
    var settings = new HashMap<>(scram(ServiceName.QUERY.title()));
    settings.put("ca-file", other.toString());
    assertThat(failure(kafka().scramServers(), KafkaSecurity.client(of(settings))))
        .isInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void aClientWithoutACertificateIsNotLetInWhereOneIsAsked() {
    var settings =
        Map.of("security-protocol", "SSL", "ca-file", certificates().authority().toString());
    assertThat(failure(kafka().mutualTlsServers(), KafkaSecurity.client(of(settings))))
        .isInstanceOf(SslAuthenticationException.class);
  }

  @Test
  void aServiceWritesAndReadsTheTopicsThatAreDeclaredAndNoOthers() throws Exception {
    var written = new TreeMap<String, Set<String>>();
    var read = new TreeMap<String, Set<String>>();
    for (ServiceName service : ServiceName.values()) {
      try (var producer = producer(service.title(), Map.of());
          var consumer = consumer(service.title(), Map.of())) {
        for (Topic topic : Topics.all()) {
          if (mayWrite(producer, topic.name())) {
            written.computeIfAbsent(topic.name(), _ -> new TreeSet<>()).add(service.title());
          }
          if (mayRead(consumer, topic.name())) {
            read.computeIfAbsent(topic.name(), _ -> new TreeSet<>()).add(service.title());
          }
        }
      }
    }
    assertThat(written).isEqualTo(declared(true));
    assertThat(read).isEqualTo(declared(false));
    // Said once more by hand, as a declaration may be wrong, too.
    assertThat(written)
        .containsEntry(Topics.VIOLATIONS, Set.of("inference-service"))
        .containsEntry(Topics.AUDIT, Set.of("persistence-service", "query-api"))
        .containsEntry(Topics.ALERTS, Set.of("alert-service"))
        .containsEntry(Topics.deadLetterOf(Topics.VIOLATIONS), Set.of("persistence-service"));
  }

  @Test
  void aServiceHasNoPartInAnothersGroupsAndTransactions() {
    var group = Map.of("group.id", ConsumerGroups.DETECT);
    try (var consumer = consumer(ServiceName.QUERY.title(), group)) {
      consumer.subscribe(List.of(Topics.FRAMES));
      assertThatThrownBy(() -> consumer.poll(SHORT))
          .isInstanceOf(GroupAuthorizationException.class);
    }
    var transaction = Map.of("transactional.id", ConsumerGroups.DETECT + "-pod-0-0");
    try (var producer = producer(ServiceName.ALERT.title(), transaction)) {
      assertThatThrownBy(producer::initTransactions)
          .isInstanceOf(TransactionalIdAuthorizationException.class);
    }
  }

  @Test
  void aServiceChangesNothingOfTheCluster() {
    for (ServiceName service : ServiceName.values()) {
      try (var admin = Admin.create(client(service.title()))) {
        var topic = List.of(new NewTopic("cleansight.of-nobody", 1, (short) 1));
        assertThatThrownBy(() -> admin.createTopics(topic).all().get())
            .hasCauseInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> admin.deleteTopics(List.of(Topics.AUDIT)).all().get())
            .hasCauseInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> new AccessControl(client(service.title())).apply("User:NAME"))
            .hasRootCauseInstanceOf(AuthorizationException.class);
      }
    }
  }

  private static Map<String, Set<String>> declared(boolean writing) {
    var declared = new TreeMap<String, Set<String>>();
    for (Topic topic : Topics.all()) {
      Set<ServiceName> services = writing ? topic.access().writers() : topic.access().readers();
      if (!services.isEmpty()) {
        declared.put(
            topic.name(),
            services.stream()
                .map(ServiceName::title)
                .collect(Collectors.toCollection(TreeSet::new)));
      }
    }
    return declared;
  }

  private static boolean mayWrite(KafkaProducer<String, byte[]> producer, String topic)
      throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, 0, "table", new byte[] {3})).get();
      return true;
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(TopicAuthorizationException.class);
      return false;
    }
  }

  private static boolean mayRead(KafkaConsumer<String, byte[]> consumer, String topic) {
    var partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    consumer.seek(partition, 0);
    try {
      assertThat(consumer.poll(SHORT)).isNotEmpty();
      return true;
    } catch (TopicAuthorizationException e) {
      return false;
    }
  }

  private Set<String> keys(String topic) {
    var keys = new HashSet<String>();
    var committed = Map.of("isolation.level", "read_committed");
    try (var consumer = consumer(SecureKafka.OPERATOR, committed)) {
      var reader = new PartitionReader<>(consumer, SHORT);
      consumer
          .partitionsFor(topic)
          .forEach(
              it ->
                  reader.readAll(
                      new TopicPartition(topic, it.partition()), found -> keys.add(found.key())));
    }
    return keys;
  }

  private static Throwable failure(String servers, Map<String, String> settings) {
    Map<String, Object> client = new HashMap<>(settings);
    client.put("bootstrap.servers", servers);
    client.put("request.timeout.ms", "2000");
    client.put("default.api.timeout.ms", "3000");
    try (var admin = Admin.create(client)) {
      return Objects.requireNonNull(
          org.assertj.core.api.Assertions.catchThrowable(
                  () -> admin.describeCluster().nodes().get())
              .getCause());
    }
  }

  private KafkaProducer<String, byte[]> producer(String login, Map<String, String> more) {
    Map<String, Object> client = client(login);
    client.putAll(more);
    return new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer());
  }

  private KafkaConsumer<String, byte[]> consumer(String login, Map<String, String> more) {
    Map<String, Object> client = client(login);
    client.put("auto.offset.reset", "earliest");
    client.putAll(more);
    return new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> client(String login) {
    Map<String, Object> client = new HashMap<>(KafkaSecurity.client(of(scram(login))));
    client.put("bootstrap.servers", kafka().scramServers());
    return client;
  }

  private String servers(String way) {
    return switch (way) {
      case "OAUTHBEARER" -> kafka().oauthServers();
      case "TLS" -> kafka().mutualTlsServers();
      default -> kafka().scramServers();
    };
  }

  private Map<String, String> login(String way, String name) throws Exception {
    String authority = certificates().authority().toString();
    return switch (way) {
      case "OAUTHBEARER" ->
          Map.of(
              "security-protocol",
              "SASL_SSL",
              "ca-file",
              authority,
              "sasl-mechanism",
              way,
              "token-url",
              tokens().url(),
              "client-id",
              name,
              "client-secret",
              TokenServer.SECRET,
              "scope",
              "kafka");
      case "TLS" -> {
        var certified = certificates().issue(name);
        yield Map.of(
            "security-protocol",
            "SSL",
            "ca-file",
            authority,
            "certificate-file",
            certified.certificate().toString(),
            "key-file",
            certified.key().toString());
      }
      default -> scram(name);
    };
  }

  private Map<String, String> scram(String name) {
    return Map.of(
        "security-protocol",
        "SASL_SSL",
        "ca-file",
        certificates().authority().toString(),
        "sasl-mechanism",
        "SCRAM-SHA-512",
        "username",
        name,
        "password",
        password(name));
  }

  private static String password(ServiceName service) {
    return password(service.title());
  }

  private static String password(String name) {
    return "the \"password\" of \\" + name;
  }

  private static UnaryOperator<String> of(Map<String, String> settings) {
    return name -> settings.getOrDefault(name, "");
  }

  private static String[] arguments(Map<String, String> settings) {
    return settings.entrySet().stream()
        .map(it -> "--" + KafkaSecurity.PREFIX + it.getKey() + "=" + it.getValue())
        .toArray(String[]::new);
  }

  private static String stack(Throwable failure) {
    var text = new java.io.StringWriter();
    failure.printStackTrace(new java.io.PrintWriter(text));
    return text.toString();
  }

  private Certificates certificates() {
    return Objects.requireNonNull(certificates);
  }

  private TokenServer tokens() {
    return Objects.requireNonNull(tokens);
  }

  private SecureKafka kafka() {
    return Objects.requireNonNull(kafka);
  }
}
