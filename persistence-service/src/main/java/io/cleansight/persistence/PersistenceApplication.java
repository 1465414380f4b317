package io.cleansight.persistence;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

@SpringBootApplication
@ConfigurationPropertiesScan
public class PersistenceApplication {
  public static void main(String[] args) {
    SpringApplication.run(PersistenceApplication.class, args);
  }
}
