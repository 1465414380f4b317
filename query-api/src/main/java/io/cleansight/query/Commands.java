package io.cleansight.query;

import io.cleansight.query.access.Secrets;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What an operator needs to let people and programs in. */
@Command(
    name = "query-api",
    description = "REST and pages over the record. Without a command it runs as a service.",
    mixinStandardHelpOptions = true,
    subcommandsRepeatable = false)
final class Commands {
  @Spec private CommandSpec spec = CommandSpec.create();

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
