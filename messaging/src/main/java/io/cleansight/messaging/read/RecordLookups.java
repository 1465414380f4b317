package io.cleansight.messaging.read;

import io.cleansight.contracts.codec.Decoded;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.kafka.core.ConsumerFactory;

/** Opens a {@link RecordLookup} for whoever will close it. */
public final class RecordLookups {
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;

  public RecordLookups(ConsumerFactory<String, Decoded<SpecificRecord>> consumers) {
    this.consumers = consumers;
  }

  /**
   * @param purpose ends the name of its client at the broker
   */
  public RecordLookup open(String purpose) {
    var settings = new Properties();
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
    // One picture is wanted: do not carry a megabyte of its successors along.
    settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "4096");
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
    return new RecordLookup(consumers.createConsumer(null, null, purpose, settings));
  }
}
