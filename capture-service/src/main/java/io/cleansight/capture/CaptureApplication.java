package io.cleansight.capture;

import io.cleansight.capture.video.Probe;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts the service; {@code probe FILE} only says whether a file has video. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CaptureApplication {
  public static void main(String[] args) {
    if (args.length == 2 && args[0].equals("probe")) {
      System.exit(Probe.run(args[1]));
    }
    SpringApplication.run(CaptureApplication.class, args);
  }
}
