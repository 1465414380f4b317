package io.cleansight.persistence.letter;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Reads the dead letters that were there when asked, and sends those that are wanted again. */
@Component
public class DeadLetters {
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SEND_SECONDS = 10;

  private final KafkaProperties properties;
  private final KafkaTemplate<String, Object> kafka;

  DeadLetters(KafkaProperties properties, KafkaTemplate<String, Object> kafka) {
    this.properties = properties;
    this.kafka = kafka;
  }

  /**
   * Goes through the letters that the filter admits, partition by partition, oldest first.
   *
   * @param replay whether each is sent again to the topic it came from, with its key, bytes and
   *     headers; Kafka has it when the next is looked at
   * @param say given a line for each
   * @return how many there were
   */
  public long each(LetterFilter filter, boolean replay, Consumer<String> say) {
    long found = 0;
    Map<String, Object> settings = properties.buildConsumerProperties();
    settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
    settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    try (var consumer = new KafkaConsumer<String, byte[]>(settings)) {
      for (String topic : filter.topics()) {
        for (PartitionInfo partition : consumer.partitionsFor(Topics.deadLetterOf(topic))) {
          found +=
              each(
                  consumer,
                  new TopicPartition(partition.topic(), partition.partition()),
                  letter -> {
                    if (!admits(filter, letter)) {
                      return false;
                    }
                    say.accept(describe(letter));
                    if (replay) {
                      send(topic, letter);
                    }
                    return true;
                  });
        }
      }
    }
    return found;
  }

  private static long each(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      java.util.function.Predicate<ConsumerRecord<String, byte[]>> each) {
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
    long found = 0;
    while (consumer.position(partition) < end) {
      for (var letter : consumer.poll(POLL)) {
        if (letter.offset() < end && each.test(letter)) {
          found++;
        }
      }
    }
    return found;
  }

  private static boolean admits(LetterFilter filter, ConsumerRecord<String, byte[]> letter) {
    return filter.admits(
        letter.key(), text(letter, "dlt_code"), Instant.ofEpochMilli(letter.timestamp()));
  }

  private static String describe(ConsumerRecord<String, byte[]> letter) {
    return "%s from %s, key %s, %d bytes, %s: %s"
        .formatted(
            Instant.ofEpochMilli(letter.timestamp()),
            Origin.of(letter.headers()).map(Origin::toString).orElse("an unknown place"),
            letter.key(),
            letter.value() == null ? 0 : letter.value().length,
            text(letter, "dlt_code"),
            text(letter, "dlt_reason"));
  }

  private void send(String topic, ConsumerRecord<String, byte[]> letter) {
    var record = new ProducerRecord<String, Object>(topic, null, letter.key(), letter.value());
    letter.headers().forEach(record.headers()::add);
    try {
      kafka.send(record).get(SEND_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a letter was replayed", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("a letter could not be replayed; later ones were not", e);
    }
  }

  private static String text(ConsumerRecord<?, ?> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}
