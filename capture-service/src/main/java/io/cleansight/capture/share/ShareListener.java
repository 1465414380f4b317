package io.cleansight.capture.share;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/**
 * This instance's place in the group that shares the cameras. What is in the topic is read
 * elsewhere, by every instance and whole; here only the assignment matters, see {@link
 * ShareRebalances}.
 *
 * <p>A partition moves only when it has to, one after the other (see {@link OneByOneAssignor}), and
 * the others learn within half a second that an instance has left. One that is killed or frozen is
 * missed after the shortest session that brokers allow by default.
 */
@Component
class ShareListener {
  @KafkaListener(
      id = ConsumerGroups.CAPTURE_CAMERAS,
      topics = Topics.CAMERAS,
      ackMode = "MANUAL",
      containerPostProcessor = ShareContainer.NAME,
      properties = {
        "partition.assignment.strategy=io.cleansight.capture.share.OneByOneAssignor",
        "session.timeout.ms=6000",
        "heartbeat.interval.ms=500",
        "auto.offset.reset=latest"
      })
  void on(List<ConsumerRecord<String, Decoded<SpecificRecord>>> ignored) {
    // Nothing is acknowledged either: the group has no position.
  }
}
