package io.cleansight.snapshot;

import io.cleansight.embedded.EmbeddedPostgres;
import io.cleansight.embedded.Ports;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresSnapshotsIT extends SnapshotStoreContract {
  @TempDir static Path folder;

  private @Nullable EmbeddedPostgres postgres;
  private @Nullable SnapshotStore store;

  @BeforeAll
  void start() throws Exception {
    var started = EmbeddedPostgres.start(folder.resolve("postgres"), Ports.anyFree());
    postgres = started;
    Flyway.configure().dataSource(started.ownerUrl(), null, null).load().migrate();
    var source = new DriverManagerDataSource(started.ownerUrl());
    store = new PostgresSnapshots(JdbcClient.create(source));
  }

  @AfterAll
  void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @Override
  SnapshotStore store() {
    if (store == null) {
      throw new IllegalStateException("not started");
    }
    return store;
  }
}
