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
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The service in this process, as one that may only write rows, over a real PostgreSQL and a real
 * Kafka.
 */
public final class Started implements AutoCloseable {
  private final EmbeddedPostgres postgres;
  private final EmbeddedKafka kafka;
  private final ConfigurableApplicationContext context;

  private Started(Path folder, boolean writer, String... settings) throws Exception {
    postgres = EmbeddedPostgres.start(folder.resolve("postgres"), Ports.anyFree());
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), Ports.anyFree(), Ports.anyFree());
    context =
        new SpringApplicationBuilder(PersistenceApplication.class)
            .web(WebApplicationType.NONE)
            .run(
                Stream.concat(
                        Stream.of(
                            "--spring.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
                            // Unless they say otherwise, tests tell of what happened long ago.
                            "--RETENTION_RECORDS=0d",
                            "--spring.datasource.url="
                                + (writer ? postgres.writerUrl() : postgres.ownerUrl()),
                            "--spring.flyway.url=" + postgres.ownerUrl(),
                            "--spring.flyway.user=" + EmbeddedPostgres.SUPERUSER),
                        Stream.of(settings))
                    .toArray(String[]::new));
  }

  /** Starts it as the owner of the tables; {@code settings} as on a command line. */
  public static Started in(Path folder, String... settings) throws Exception {
    return new Started(folder, false, settings);
  }

  /** The same as a site has it: as somebody who may write rows and no more. */
  public static Started asWriter(Path folder, String... settings) throws Exception {
    return new Started(folder, true, settings);
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public <T> T bean(Class<T> type, String name) {
    return context.getBean(name, type);
  }

  /** As the owner of the tables, who may more than the service. */
  public JdbcClient jdbc() {
    return JdbcClient.create(new DriverManagerDataSource(postgres.ownerUrl()));
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
