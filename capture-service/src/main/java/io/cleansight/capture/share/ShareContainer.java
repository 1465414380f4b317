package io.cleansight.capture.share;

import io.cleansight.contracts.codec.Decoded;
import java.time.Duration;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.config.ContainerPostProcessor;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AssignmentCommitOption;
import org.springframework.stereotype.Component;

/**
 * What is different about the container of {@link ShareListener}: it has no position, and it is
 * never a static member, which would keep its cameras from the others for the length of a session
 * when it stops.
 */
@Component(ShareContainer.NAME)
class ShareContainer
    implements ContainerPostProcessor<
        String,
        Decoded<SpecificRecord>,
        ConcurrentMessageListenerContainer<String, Decoded<SpecificRecord>>> {
  static final String NAME = "shareContainer";

  /** How soon it hears that it is to leave. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final CameraShare share;
  private final Membership membership;

  ShareContainer(CameraShare share, Membership membership) {
    this.share = share;
    this.membership = membership;
  }

  @Override
  public void postProcess(
      ConcurrentMessageListenerContainer<String, Decoded<SpecificRecord>> container) {
    var properties = container.getContainerProperties();
    properties.setConsumerRebalanceListener(
        new ShareRebalances(
            share,
            membership,
            () -> {
              if (container.isRunning()) {
                container.enforceRebalance();
              }
            }));
    properties.setPollTimeout(POLL.toMillis());
    properties.setAssignmentCommitOption(AssignmentCommitOption.NEVER);
    var own = new Properties();
    own.putAll(properties.getKafkaConsumerProperties());
    own.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
    own.put(OneByOneAssignor.MEMBERSHIP, membership);
    properties.setKafkaConsumerProperties(own);
  }
}
