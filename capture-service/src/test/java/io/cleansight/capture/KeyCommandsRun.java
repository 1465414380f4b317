package io.cleansight.capture;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** What a command about keys ended with and printed. */
public record KeyCommandsRun(int status, String printed) {
  public static KeyCommandsRun of(String privateKey, String kafka, String... arguments) {
    var printed = new StringWriter();
    int status =
        new CommandLine(
                new KeyCommands(
                    Map.of(KeyCommands.PRIVATE_KEY, privateKey),
                    Map.of("spring.kafka.bootstrap-servers", kafka)))
            .setOut(new PrintWriter(printed))
            .setErr(new PrintWriter(printed))
            .execute(arguments);
    return new KeyCommandsRun(status, printed.toString());
  }
}
