package io.cleansight.persistence;

import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service; {@code migrate} only brings the database up to date and ends. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PersistenceApplication {
  private static final Map<String, Object> WITHOUT_KAFKA =
      Map.of(
          "spring.kafka.listener.auto-startup", "false", "spring.kafka.admin.auto-create", "false");

  public static void main(String[] args) {
    if (args.length == 1 && args[0].equals("migrate")) {
      new SpringApplicationBuilder(PersistenceApplication.class)
          .web(WebApplicationType.NONE)
          .properties(WITHOUT_KAFKA)
          .run()
          .close();
      return;
    }
    SpringApplication.run(PersistenceApplication.class, args);
  }
}
