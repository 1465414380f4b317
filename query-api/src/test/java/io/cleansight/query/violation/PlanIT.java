package io.cleansight.query.violation;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import tools.jackson.databind.json.JsonMapper;

/**
 * However many rows there are, a page is read along an index: what PostgreSQL is really asked is
 * explained. {@code -Dplan.records=10000000 -Dplan.violations=1000000} for the large run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PlanIT {
  private static final int RECORDS = Integer.getInteger("plan.records", 100_000);
  private static final int VIOLATIONS = Integer.getInteger("plan.violations", 50_000);
  private static final int DAYS = 20;

  @TempDir static Path folder;

  /** Every query with its parameters in place, as the driver prints it. */
  private final List<String> asked = new CopyOnWriteArrayList<>();

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            builder ->
                builder.initializers(it -> it.getBeanFactory().addBeanPostProcessor(listening())));
    load();
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "records/violations?page_size=50",
        "records/violations?page_size=50&camera_id=cam-3",
        "records/violations?page_size=50&status=pending",
        "records/violations?page_size=50&violation_type=no_handwash",
        "records/violations?page_size=50&zone=work_area",
        "records/violations?page_size=50&shift=night",
        "records/violations?page_size=50&camera_id=cam-3&status=pending&violation_type=no_hairnet",
        "records/detection-records/cam-3?page_size=50",
        "events?page_size=50",
        "events?page_size=50&camera_id=cam-3",
        "events?page_size=50&kind=violation",
        "alerts?page_size=50",
        "alerts?page_size=50&camera_id=cam-3",
        "statistics/hourly?page_size=50",
        "statistics/hourly?page_size=5&camera_id=cam-3",
        "statistics/zones?page_size=50"
      })
  void aPageAndTheOneAfterItAreReadAlongAnIndex(String path) throws Exception {
    String next = explained(path);
    explained(path + "&cursor=" + next);
  }

  /** A zone that hardly anybody enters is not sought row by row. */
  @Test
  void theFewOfAZoneAreFoundByTheZone() throws Exception {
    asked.clear();
    HttpResponse<String> response =
        running().get("records/violations?page_size=50&zone=restricted");
    assertThat(new JsonMapper().readTree(response.body()).get("items").size())
        .isEqualTo(Math.min(50, VIOLATIONS / 5000));
    assertThat(plan(asked.getLast())).contains("violation_events_zones");
  }

  /** Asks, explains what that asked of the database, and returns the cursor of the next page. */
  private String explained(String path) throws Exception {
    asked.clear();
    HttpResponse<String> response = running().get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(asked).isNotEmpty();
    for (String query : asked) {
      String plan = plan(query);
      assertThat(plan)
          .as("%s asks%n%s", path, query)
          .contains("Index")
          .doesNotContain("Seq Scan")
          .doesNotContain(
              "Sort  ("); // a merge of what is in order has a sort key, and does not sort
    }
    return new JsonMapper().readTree(response.body()).get("next_cursor").asString();
  }

  private String plan(String query) throws Exception {
    try (Connection connection = DriverManager.getConnection(running().ownerUrl());
        var rows = connection.createStatement().executeQuery("EXPLAIN " + query)) {
      var plan = new StringBuilder();
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
      return plan.toString();
    }
  }

  private void load() throws Exception {
    try (Connection connection = DriverManager.getConnection(running().ownerUrl());
        var statement = connection.createStatement()) {
      for (String sql : RowsScript.statements(RECORDS, VIOLATIONS, DAYS)) {
        statement.execute(sql);
      }
    }
  }

  private BeanPostProcessor listening() {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof DataSource source ? listening(source) : bean;
      }
    };
  }

  private DataSource listening(DataSource source) {
    return proxy(
        DataSource.class,
        source,
        (result, _) -> result instanceof Connection it ? listening(it) : result);
  }

  private Connection listening(Connection connection) {
    return proxy(
        Connection.class,
        connection,
        (result, _) -> result instanceof PreparedStatement it ? listening(it) : result);
  }

  private PreparedStatement listening(PreparedStatement statement) {
    return proxy(
        PreparedStatement.class,
        statement,
        (result, method) -> {
          if (method.equals("executeQuery")) {
            String printed = statement.toString();
            asked.add(printed.substring(printed.indexOf("SELECT")));
          }
          return result;
        });
  }

  private interface After {
    @Nullable Object call(@Nullable Object result, String method);
  }

  private static <T> T proxy(Class<T> type, T target, After after) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> {
              try {
                return after.call(method.invoke(target, arguments), method.getName());
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }
}
