package io.cleansight.messaging.listener;

import io.cleansight.contracts.codec.SchemaLookupException;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.util.backoff.BackOff;

/** Waits for a schema registry, too, which is asked while records are read. */
final class PatientErrorHandler extends DefaultErrorHandler {
  private static final Logger log = LoggerFactory.getLogger(PatientErrorHandler.class);

  PatientErrorHandler(BackOff backOff) {
    super(backOff);
  }

  /** The record is the first of the next poll; who asks the registry pauses by itself. */
  @Override
  public void handleOtherException(
      Exception thrown,
      Consumer<?, ?> consumer,
      MessageListenerContainer container,
      boolean batchListener) {
    if (thrown.getCause() instanceof SchemaLookupException unanswered) {
      log.warn("{} waits: {}", container.getListenerId(), unanswered.getMessage());
      return;
    }
    super.handleOtherException(thrown, consumer, container, batchListener);
  }
}
