import io.cleansight.contracts.Topics;
import io.cleansight.event.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints violations as they open and close, from the beginning on: {@code java -cp
 * 'query-api/target/lib/*' examples/Violations.java 127.0.0.1:PORT [GROUP]}. Of another group it
 * begins again.
 */
class Violations {
  void main(String[] args) throws Exception {
    // Avro makes objects of the classes of no other package.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.cleansight.event");
    // What Kafka's client has to say is left out.
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    var settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("group.id", args.length > 1 ? args[1] : "violations-printed");
    settings.put("isolation.level", "read_committed"); // what was taken back is not seen
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.VIOLATIONS));
      while (!Thread.interrupted()) {
        for (var record : consumer.poll(Duration.ofSeconds(1))) {
          print(Violation.getDecoder().decode(record.value()));
        }
        consumer.commitSync(); // once they are printed: after a crash they are printed again
      }
    }
  }

  private static void print(Violation it) {
    System.out.printf(
        "%s %s %s %s %s%n",
        it.getViolationId(), it.getState(), it.getOpenedAt(), it.getCameraId(), it.getType());
  }
}
