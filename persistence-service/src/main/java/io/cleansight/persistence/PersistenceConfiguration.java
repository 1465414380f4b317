package io.cleansight.persistence;

import java.time.Clock;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class PersistenceConfiguration {
  /**
   * Migrates, or where a job does that looks whether it has; a database that lacks a migration ends
   * the start.
   */
  @Bean
  FlywayMigrationStrategy migrations(@Value("${persistence.migrate}") boolean migrate) {
    return migrate ? Flyway::migrate : Flyway::validate;
  }

  @Bean
  Clock clock() {
    return Clock.systemUTC();
  }
}
