package io.cleansight.persistence.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.messaging.deadletter.DeadLetter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class DeadLetterPublisherTest {
  private static final TopicPartition PARTITION = new TopicPartition(Topics.VIOLATIONS, 3);
  private static final TopicPartition LETTERS =
      new TopicPartition(Topics.deadLetterOf(Topics.VIOLATIONS), 3);
  private static final long APPENDED = 1_700_000_000_000L;

  private final List<ConsumerRecord<String, byte[]>> there = new ArrayList<>();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private MockProducer<String, Object> producer = producer(true);
  private int lookUps;

  @Test
  void sendsItToThePartitionOfItsRecordAndCountsIt() {
    var publisher = publisher();
    assertThat(publisher.isPublished(letter(17))).isFalse();
    publisher.publish(letter(17));
    assertThat(producer.history())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.topic()).isEqualTo(LETTERS.topic());
              assertThat(record.partition()).isEqualTo(3);
            });
    assertThat(meters.counter("cleansight.dead.letters", "code", "MALFORMED").count()).isEqualTo(1);
  }

  @Test
  void whatItHasSentItKnowsWithoutLookingItUpAgain() {
    var publisher = publisher();
    assertThat(publisher.isPublished(letter(17))).isFalse();
    publisher.publish(letter(17));
    assertThat(publisher.isPublished(letter(17))).isTrue();
    assertThat(publisher.isPublished(letter(18))).isFalse();
    assertThat(lookUps).isEqualTo(1);
    publisher.committed(PARTITION, 18);
    assertThat(publisher.isPublished(letter(17))).isFalse();
  }

  @Test
  void whatIsThereAlreadyIsKnownByTheOffsetAndTimeOfItsRecord() {
    there.add(written(17, APPENDED));
    there.add(written(18, APPENDED - 1));
    there.add(written(20, PublishedDeadLetters.UNTOLD));
    there.add(ofAnotherPartition(19));
    there.add(new ConsumerRecord<>(LETTERS.topic(), 3, there.size(), "no letter", new byte[0]));
    var publisher = publisher();
    assertThat(publisher.isPublished(letter(17))).isTrue();
    assertThat(publisher.isPublished(letter(18))).isFalse();
    assertThat(publisher.isPublished(letter(19))).isFalse();
    assertThat(publisher.isPublished(letter(20))).isTrue();
    assertThat(lookUps).isEqualTo(1);
  }

  @Test
  void aPartitionThatWasLocatedAnewIsLookedUpAnew() {
    var publisher = publisher();
    assertThat(publisher.isPublished(letter(17))).isFalse();
    there.add(written(17, APPENDED));
    assertThat(publisher.isPublished(letter(17))).isFalse();
    publisher.forget(PARTITION);
    assertThat(publisher.isPublished(letter(17))).isTrue();
    // And from an earlier offset than the first that was looked up.
    there.add(written(5, APPENDED));
    assertThat(publisher.isPublished(letter(5))).isTrue();
    assertThat(lookUps).isEqualTo(3);
  }

  @Test
  void oneThatIsNotAcknowledgedIsWaitedForAndNotSentAgain() {
    producer = producer(false);
    var publisher = publisher();
    assertThatIllegalStateException()
        .isThrownBy(() -> publisher.publish(letter(17)))
        .withMessageContaining("not acknowledged");
    assertThatIllegalStateException().isThrownBy(() -> publisher.publish(letter(17)));
    assertThat(producer.history()).hasSize(1);
    producer.completeNext();
    publisher.publish(letter(17));
    assertThat(producer.history()).hasSize(1);
  }

  @Test
  void oneThatWasRefusedIsLookedUpBeforeItIsSentAgain() {
    producer = producer(false);
    var publisher = publisher();
    assertThat(publisher.isPublished(letter(17))).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> publisher.publish(letter(17)));
    producer.errorNext(new org.apache.kafka.common.errors.TimeoutException("after all"));
    assertThatIllegalStateException()
        .isThrownBy(() -> publisher.publish(letter(17)))
        .withMessageContaining("could not be sent");
    there.add(written(17, APPENDED));
    assertThat(publisher.isPublished(letter(17))).isTrue();
  }

  private DeadLetterPublisher publisher() {
    var template = new KafkaTemplate<>(new MockProducerFactory<>(() -> producer));
    return new DeadLetterPublisher(template, new Fake(), meters, Duration.ofMillis(50));
  }

  private static MockProducer<String, Object> producer(boolean completes) {
    return new MockProducer<>(completes, null, new StringSerializer(), new EventSerializer());
  }

  /** The dead letters that are there, each time from the beginning. */
  private final class Fake extends RawTopics {
    Fake() {
      super(new KafkaProperties());
    }

    @Override
    Consumer<String, byte[]> open() {
      lookUps++;
      var consumer = new MockConsumer<String, byte[]>("earliest");
      consumer.updateBeginningOffsets(Map.of(LETTERS, 0L));
      consumer.updateEndOffsets(Map.of(LETTERS, (long) there.size()));
      consumer.schedulePollTask(() -> there.forEach(consumer::addRecord));
      return consumer;
    }
  }

  private ConsumerRecord<String, byte[]> written(long offset, long appended) {
    return dead(3, offset, appended);
  }

  private ConsumerRecord<String, byte[]> ofAnotherPartition(long offset) {
    return dead(4, offset, APPENDED);
  }

  private ConsumerRecord<String, byte[]> dead(int partition, long offset, long appended) {
    var letter = new ConsumerRecord<>(LETTERS.topic(), 3, there.size(), "line-1", new byte[] {1});
    Map.of(
            "dlt_topic", Topics.VIOLATIONS,
            "dlt_partition", Integer.toString(partition),
            "dlt_offset", Long.toString(offset),
            "dlt_timestamp", Long.toString(appended))
        .forEach(
            (name, value) -> letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return letter;
  }

  /** Of a record of a topic that is dated by its senders, so that all letters are read. */
  private static DeadLetter letter(long offset) {
    Headers headers = new RecordHeaders();
    var record =
        new ConsumerRecord<String, Object>(
            PARTITION.topic(),
            PARTITION.partition(),
            offset,
            APPENDED,
            TimestampType.CREATE_TIME,
            ConsumerRecord.NULL_SIZE,
            ConsumerRecord.NULL_SIZE,
            "line-1",
            "value",
            headers,
            Optional.empty());
    return DeadLetter.of(
        record, new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "cut"));
  }
}
