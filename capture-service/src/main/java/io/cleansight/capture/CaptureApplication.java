package io.cleansight.capture;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import picocli.CommandLine;

/** Starts the service, or with the name of a {@link CaptureCommands command} runs that and ends. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CaptureApplication {
  public static void main(String[] args) {
    if (args.length > 0 && !args[0].startsWith("-")) {
      System.exit(new CommandLine(new CaptureCommands()).execute(args));
    }
    SpringApplication.run(CaptureApplication.class, args);
  }
}
