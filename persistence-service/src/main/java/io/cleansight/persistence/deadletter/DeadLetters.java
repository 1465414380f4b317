package io.cleansight.persistence.deadletter;

import io.cleansight.contracts.Topics;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.cleansight.messaging.deadletter.Origin;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Reads the dead letters that were there when asked, and sends those that are wanted again. */
@Component
public class DeadLetters {
  private static final int SEND_SECONDS = 10;

  private final RawTopics topics;
  private final KafkaTemplate<String, Object> kafka;

  DeadLetters(RawTopics topics, KafkaTemplate<String, Object> kafka) {
    this.topics = topics;
    this.kafka = kafka;
  }

  /**
   * What was found.
   *
   * @param letters that the filter admits
   * @param lost of these, those that could not be replayed: their original is gone, or no longer
   *     fits its topic
   */
  public record Found(long letters, long lost) {}

  /**
   * Goes through the letters that the filter admits, partition by partition, oldest first.
   *
   * @param replay whether each is sent again to the topic it came from, with its key, bytes and
   *     headers; Kafka has it when the next is looked at
   * @param say given a line for each, and one more for each that could not be replayed
   */
  public Found each(DeadLetterFilter filter, boolean replay, Consumer<String> say) {
    try (var consumer = topics.open();
        var originals = new Originals(topics.open())) {
      var pass = new Pass(filter, replay, say, originals);
      for (String topic : filter.topics()) {
        for (PartitionInfo it : consumer.partitionsFor(Topics.deadLetterOf(topic))) {
          var partition = new TopicPartition(it.topic(), it.partition());
          RawTopics.read(consumer, partition, 0, letter -> pass.take(topic, letter));
        }
      }
      return new Found(pass.letters, pass.lost);
    }
  }

  /** One going through. */
  private final class Pass {
    private final DeadLetterFilter filter;
    private final boolean replay;
    private final Consumer<String> say;
    private final Originals originals;
    private long letters;
    private long lost;

    Pass(DeadLetterFilter filter, boolean replay, Consumer<String> say, Originals originals) {
      this.filter = filter;
      this.replay = replay;
      this.say = say;
      this.originals = originals;
    }

    void take(String topic, ConsumerRecord<String, byte[]> letter) {
      if (!admits(filter, letter)) {
        return;
      }
      letters++;
      say.accept(describe(letter));
      if (replay) {
        Optional<String> trouble = replay(topic, letter);
        if (trouble.isPresent()) {
          lost++;
          say.accept("  not replayed: " + trouble.get());
        }
      }
    }

    private Optional<String> replay(String topic, ConsumerRecord<String, byte[]> letter) {
      if (isWhole(letter)) {
        return send(topic, letter.key(), letter.value(), letter);
      }
      return originals
          .find(letter)
          .map(original -> send(topic, original.key(), original.value(), letter))
          .orElseGet(() -> Optional.of("its bytes are gone from its topic"));
    }
  }

  private static boolean isWhole(ConsumerRecord<?, ?> letter) {
    return text(letter, DeadLetter.BYTES).isEmpty();
  }

  private static boolean admits(DeadLetterFilter filter, ConsumerRecord<String, byte[]> letter) {
    return filter.admits(
        letter.key(), text(letter, DeadLetter.CODE), Instant.ofEpochMilli(letter.timestamp()));
  }

  private static String describe(ConsumerRecord<String, byte[]> letter) {
    return "%s from %s, key %s, %s bytes, %s: %s"
        .formatted(
            Instant.ofEpochMilli(letter.timestamp()),
            Origin.of(letter.headers()).map(Origin::toString).orElse("an unknown place"),
            letter.key(),
            isWhole(letter)
                ? letter.value() == null ? 0 : letter.value().length
                : text(letter, DeadLetter.BYTES) + " (at that place only)",
            text(letter, DeadLetter.CODE),
            text(letter, DeadLetter.REASON));
  }

  /** Sends it; empty if Kafka has it, else why it never will. */
  private Optional<String> send(
      String topic, @Nullable String key, byte @Nullable [] value, ConsumerRecord<?, ?> letter) {
    var record = new ProducerRecord<String, Object>(topic, null, key, value);
    letter.headers().forEach(record.headers()::add);
    try {
      kafka.send(record).get(SEND_SECONDS, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a letter was replayed", e);
    } catch (ExecutionException e) {
      if (NestedExceptionUtils.getMostSpecificCause(e) instanceof RecordTooLargeException) {
        return Optional.of("it is larger than its topic takes");
      }
      throw new IllegalStateException("a letter could not be replayed; later ones were not", e);
    } catch (TimeoutException e) {
      throw new IllegalStateException("a letter could not be replayed; later ones were not", e);
    }
  }

  private static String text(ConsumerRecord<?, ?> letter, String name) {
    return Origin.text(letter.headers(), name);
  }
}
