package io.cleansight.persistence.once;

import io.cleansight.messaging.Decoded;
import io.cleansight.messaging.Inbox;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.listener.ConsumerSeekAware;

/**
 * A listener whose position is the database's, not Kafka's; its subclass says which rows a batch
 * becomes.
 */
public abstract class OnceListener implements ConsumerSeekAware {
  private final OnceWriter writer;

  protected OnceListener(OnceWriter writer) {
    this.writer = writer;
  }

  @Override
  public void onPartitionsAssigned(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    for (var partition : assignments.keySet()) {
      writer
          .locate(partition)
          .ifPresentOrElse(
              offset -> callback.seek(partition.topic(), partition.partition(), offset),
              () -> callback.seekToBeginning(partition.topic(), partition.partition()));
    }
  }

  protected final void write(List<ConsumerRecord<String, Decoded<SpecificRecord>>> batch) {
    writer.write(batch, this::rows);
  }

  protected final OnceWriter writer() {
    return writer;
  }

  /** Writes the rows of these events; inside the transaction. */
  protected abstract void rows(Inbox inbox);
}
