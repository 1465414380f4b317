package io.cleansight.example.flink;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.table.api.TableResult;

/**
 * Runs the statements of a file in a Flink of its own, and prints what the last selects: {@code
 * RunSql violations.sql SERVERS}. Flink's SQL client does the same with a cluster.
 */
public final class RunSql {
  private RunSql() {}

  public static void main(String[] args) throws IOException {
    String script = Files.readString(Path.of(args[0])).replace("${SERVERS}", args[1]);
    TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    String[] statements = script.split(";\\s*(\\n|$)", -1);
    TableResult last = null;
    for (String statement : statements) {
      if (!statement.isBlank()) {
        last = flink.executeSql(statement);
      }
    }
    if (last != null) {
      last.collect().forEachRemaining(System.out::println);
    }
  }
}
