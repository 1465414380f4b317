package io.cleansight.capture.backlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.capture.Broker;
import io.cleansight.capture.Sample;
import io.cleansight.capture.backlog.Positions.Partition;
import io.cleansight.capture.publish.EventSender;
import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.clock.BrokerClock;
import io.cleansight.messaging.codec.EventRecords;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real broker says of the readers of frames and detections. */
class BacklogAdminIT {
  private static final long PATIENCE_SECONDS = 30;

  @TempDir Path folder;

  @Test
  void readsLogStartLogEndAndCommittedOffsets() throws Exception {
    try (var broker =
            Broker.start(folder.resolve("kafka"), Map.of(), Topics.FRAMES, Topics.DETECTIONS);
        var backlog = new BacklogAdmin(admin(broker))) {
      Positions fresh = ask(backlog, 7);
      assertThat(fresh.askedAt()).isEqualTo(7);
      assertThat(fresh.frames()).hasSize(6).containsValue(new Partition(0, 0, 0));
      assertThat(fresh.detections()).hasSize(6).containsValue(new Partition(0, 0, 0));
      EventSender sender =
          new EventSender(
              broker.template(), new EventRecords("capture-service"), new BrokerClock());
      for (int sequence = 0; sequence < 5; sequence++) {
        send(sender, Topics.FRAMES, Sample.frame(sequence));
        send(sender, Topics.DETECTIONS, Sample.detections("line-1", Sample.EPOCH, sequence));
      }
      int partition = send(sender, Topics.FRAMES, Sample.frame(5)).partition();
      commit(broker, ConsumerGroups.DETECT, new TopicPartition(Topics.FRAMES, partition), 3);
      commit(broker, ConsumerGroups.JUDGE, new TopicPartition(Topics.DETECTIONS, partition), 2);
      backlog
          .deleteFrames(partition, 1)
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Positions known = ask(backlog, 8);
      assertThat(known.frames()).containsEntry(partition, new Partition(1, 6, 3));
      assertThat(known.detections()).containsEntry(partition, new Partition(0, 5, 2));
      broker.stop();
      assertThatThrownBy(() -> ask(backlog, 9))
          .hasRootCauseInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
      broker.startAgain();
      assertThat(ask(backlog, 10).frames()).containsEntry(partition, new Partition(1, 6, 3));
    }
  }

  private static RecordMetadata send(EventSender sender, String topic, SpecificRecord event)
      throws Exception {
    return sender
        .send(topic, UUID.randomUUID(), Sample.EPOCH, event)
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Positions ask(BacklogAdmin backlog, long at) throws Exception {
    return backlog.positions(at).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Admin admin(Broker broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.address()));
  }

  private static void commit(Broker broker, String group, TopicPartition place, long offset) {
    try (var consumer = broker.consumers().createConsumer(group, "test", null, new Properties())) {
      consumer.commitSync(Map.of(place, new OffsetAndMetadata(offset)));
    }
  }
}
