package io.cleansight.persistence;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import picocli.CommandLine;

/**
 * Starts the service, or with the name of a {@link PersistenceCommands command} runs that and ends.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PersistenceApplication {

  public static void main(String[] args) {
    if (args.length > 0 && !args[0].startsWith("-")) {
      System.exit(new CommandLine(new PersistenceCommands()).execute(args));
    }
    SpringApplication.run(PersistenceApplication.class, args);
  }
}
