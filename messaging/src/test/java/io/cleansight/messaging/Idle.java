package io.cleansight.messaging;

import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** A service that does nothing but what messaging does for every service. */
public final class Idle {
  private Idle() {}

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  public static class Service {}

  /** Starts it over that Kafka; {@code settings} as on a command line. */
  public static ConfigurableApplicationContext start(String bootstrapServers, String... settings) {
    return start(Service.class, bootstrapServers, settings);
  }

  /** The same with a configuration of its own. */
  public static ConfigurableApplicationContext start(
      Class<?> service, String bootstrapServers, String... settings) {
    return new SpringApplicationBuilder(service)
        .web(WebApplicationType.NONE)
        .run(
            Stream.concat(
                    Stream.of(
                        "--spring.application.name=idle",
                        "--spring.config.import=classpath:cleansight-messaging.yaml",
                        "--spring.main.banner-mode=off",
                        "--spring.kafka.bootstrap-servers=" + bootstrapServers),
                    Stream.of(settings))
                .toArray(String[]::new));
  }
}
