package io.cleansight.messaging.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.Idle;
import io.cleansight.messaging.TestKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.core.ProducerFactory;

/** Instances of one service on one host, each with two producers at work. */
class TransactionalIdsIT {
  private static final String PREFIX =
      "--spring.kafka.producer.transaction-id-prefix=inference-detect-${cleansight.instance-id}-";

  @TempDir Path folder;

  @Test
  void noneFencesAnother() throws Exception {
    try (var kafka = TestKafka.start(folder);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        var one = service(kafka);
        var other = service(kafka)) {
      Producer<?, Object> first = begun(one);
      Producer<?, Object> second = begun(one);
      Producer<?, Object> third = begun(other);
      Producer<?, Object> fourth = begun(other);
      for (Producer<?, Object> producer : Set.of(first, second, third, fourth)) {
        producer.commitTransaction();
        producer.close();
      }
      assertThat(ids(admin)).hasSize(4).allMatch(it -> it.startsWith(ConsumerGroups.DETECT + "-"));
    }
  }

  @Test
  void anInstanceThatIsStartedAgainHasItsOwn() throws Exception {
    try (var kafka = TestKafka.start(folder);
        var admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
      for (int start = 0; start < 2; start++) {
        try (var service = service(kafka, "--INSTANCE_ID=inference-service-1")) {
          Producer<?, Object> producer = begun(service);
          producer.commitTransaction();
          producer.close();
        }
      }
      assertThat(ids(admin)).containsExactly("inference-detect-inference-service-1-0");
    }
  }

  private static ConfigurableApplicationContext service(TestKafka kafka, String... settings) {
    var all = new java.util.ArrayList<>(java.util.List.of(settings));
    all.add(PREFIX);
    all.add("--topics.partitions=1");
    return Idle.start(kafka.bootstrapServers(), all.toArray(String[]::new));
  }

  /** A producer within a transaction that has written. */
  @SuppressWarnings("unchecked") // messaging sets the serialisers by property
  private static Producer<?, Object> begun(ConfigurableApplicationContext service)
      throws Exception {
    var producers = (ProducerFactory<String, Object>) service.getBean(ProducerFactory.class);
    Producer<String, Object> producer = producers.createProducer();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(Topics.DETECTIONS, "line-1", new byte[] {1})).get();
    return producer;
  }

  private static Set<String> ids(Admin admin) throws Exception {
    return admin.listTransactions().all().get().stream()
        .map(TransactionListing::transactionalId)
        .collect(Collectors.toSet());
  }
}
