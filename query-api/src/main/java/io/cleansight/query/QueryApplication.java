package io.cleansight.query;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import picocli.CommandLine;

/** Starts the service, or with the name of a {@link QueryCommands command} runs that and ends. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class QueryApplication {
  public static void main(String[] args) {
    if (args.length > 0 && !args[0].startsWith("-")) {
      System.exit(new CommandLine(new QueryCommands()).execute(args));
    }
    SpringApplication.run(QueryApplication.class, args);
  }
}
