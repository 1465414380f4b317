package io.cleansight.messaging.listener;

import io.cleansight.contracts.codec.Decoded;
import io.cleansight.messaging.read.SortedBatch;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Sends to the dead letters what cannot be used of topics that a service otherwise reads whole and
 * without a group: of several instances one does it. After a crash a record may be sent again, from
 * the same place and so with the same {@code ce_id}. A bean of this class listens by itself.
 */
public class DeadLetterListener {
  private final String group;
  private final List<String> topics;
  private final KafkaTemplate<String, Object> kafka;

  /**
   * @param group of the listener; begins with the service's prefix, see {@link
   *     io.cleansight.contracts.ConsumerGroups#PREFIXES}
   */
  public DeadLetterListener(
      String group, List<String> topics, KafkaTemplate<String, Object> kafka) {
    this.group = group;
    this.topics = List.copyOf(topics);
    this.kafka = kafka;
  }

  public String group() {
    return group;
  }

  public String[] topics() {
    return topics.toArray(String[]::new);
  }

  @KafkaListener(id = "#{__listener.group()}", topics = "#{__listener.topics()}", batch = "true")
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    SortedBatch.of(batch).deadLetters().forEach(it -> kafka.send(it.record()).join());
  }
}
