package io.cleansight.query;

import io.cleansight.query.access.Secrets;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an operator needs to let people and programs in, and to answer who asks for their data. */
@Command(
    name = "query-api",
    description = "REST and pages over the record. Without a command it runs as a service.",
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false)
final class QueryCommands {
  private final Map<String, String> environment;
  @Spec private CommandSpec spec = CommandSpec.create();

  QueryCommands() {
    this(System.getenv());
  }

  /**
   * @param environment holds the API key of an administrator, for the command that needs one
   */
  QueryCommands(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Command(
      name = "hash-password",
      description = "Reads a password and prints what query.access.users[].password is to be.")
  int hashPassword() throws IOException {
    String password = password();
    if (password == null || !Secrets.mayBePassword(password)) {
      err()
          .println(
              "a password has "
                  + Secrets.SHORTEST_PASSWORD
                  + " characters at least, and "
                  + Secrets.LONGEST_PASSWORD
                  + " bytes at most");
      return 2;
    }
    out().println(Secrets.hashedPassword(password));
    return 0;
  }

  @Command(
      name = "new-api-key",
      description =
          "Prints a new key for a program, and what query.access.api-keys[].sha256 is to be.")
  int newApiKey() {
    String key = Secrets.random();
    out().println("key    " + key);
    out().println("sha256 " + Secrets.sha256(key));
    return 0;
  }

  @Command(
      name = "personal-data",
      description =
          "Fetches everything that is kept of a camera and a time from a running service, heads in"
              + " pictures hidden, for somebody who asks for their data. API_KEY is the key of an"
              + " administrator.")
  int personalData(
      @Option(names = "--camera", required = true) String camera,
      @Option(names = "--from", required = true, description = "As 2026-03-01T00:00:00Z.")
          Instant from,
      @Option(names = "--to", required = true, description = "31 days later at most.") Instant to,
      @Option(names = "--out", required = true, description = "The archive, a ZIP.") Path file,
      @Option(names = "--address", defaultValue = "http://127.0.0.1:8080") URI address)
      throws InterruptedException {
    String query =
        "/api/v1/personal-data.zip?camera_id=%s&from=%s&to=%s"
            .formatted(URLEncoder.encode(camera, StandardCharsets.UTF_8), from, to);
    try {
      PersonalDataDownload.into(
          file, address.resolve(query), environment.getOrDefault("API_KEY", ""));
    } catch (IOException e) {
      err().println("nothing was fetched: " + e.getMessage());
      return 1;
    }
    out().println(file);
    return 0;
  }

  /** From the terminal without showing it, or the first line of a pipe. */
  @SuppressWarnings(
      "SystemConsoleNull") // since Java 25 it is null again where there is no terminal
  private static @Nullable String password() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] typed = console.readPassword("Password: ");
      return typed == null ? null : new String(typed);
    }
    return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
