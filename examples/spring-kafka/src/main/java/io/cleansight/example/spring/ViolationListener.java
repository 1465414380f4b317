package io.cleansight.example.spring;

import io.cleansight.contracts.Topics;
import io.cleansight.event.Violation;
import java.io.IOException;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.kafka.annotation.KafkaListener;

/**
 * Prints violations as they open and close. Its settings are in application.yaml. An event that
 * cannot be read is tried ten times, logged and passed over, as Spring Kafka does by default.
 */
@SpringBootApplication
public class ViolationListener {
  /** Takes {@code --spring.kafka.bootstrap-servers=HOST:PORT}. */
  public static void main(String[] args) {
    // Avro makes objects of the classes of no other package.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.cleansight.event");
    SpringApplication.run(ViolationListener.class, args);
  }

  @KafkaListener(topics = Topics.VIOLATIONS)
  void on(List<byte[]> batch) throws IOException {
    for (byte[] value : batch) {
      Violation it = Violation.getDecoder().decode(value);
      System.out.printf(
          "%s %s %s %s %s%n",
          it.getViolationId(), it.getState(), it.getOpenedAt(), it.getCameraId(), it.getType());
    }
  }
}
