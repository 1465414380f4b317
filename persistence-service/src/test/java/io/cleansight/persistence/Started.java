package io.cleansight.persistence;

import io.cleansight.embedded.EmbeddedKafka;
import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The service in this process, over a real PostgreSQL and a real Kafka. */
public final class Started implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final EmbeddedKafka kafka;
  private final ConfigurableApplicationContext context;

  private Started(Path folder, String... settings) throws Exception {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"), Ports.anyFree());
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    context =
        new SpringApplicationBuilder(PersistenceApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                Stream.concat(
                        Stream.of(
                            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            "--spring.datasource.url=" + postgres.ownerUrl(),
                            // Unless they say otherwise, tests tell of what happened long ago.
                            "--RETENTION_RECORDS=0d"),
                        Stream.of(settings))
                    .toArray(String[]::new));
  }

  /** Starts it; {@code settings} as on a command line. */
  public static Started in(Path folder, String... settings) throws Exception {
    return new Started(folder, settings);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(Class<T> type, String name) {
    return context.getBean(name, type);
  }

  public JdbcClient jdbc() {
    return bean(JdbcClient.class);
  }

  public String bootstrapServers() {
    return kafka.bootstrapServers();
  }

  @Override
  public void close() throws IOException {
    context.close();
    kafka.close();
    postgres.close();
  }
}
