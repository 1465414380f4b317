package io.cleansight.capture;

import io.cleansight.capture.scene.Drawing;
import io.cleansight.capture.video.Probe;
import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the service; {@code probe SOURCE…} only says whether each has video, {@code draw SCENE
 * EVERY DIRECTORY} writes labelled pictures.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class CaptureApplication {
  public static void main(String[] args) {
    if (args.length >= 2 && args[0].equals("probe")) {
      System.exit(Probe.run(Arrays.asList(args).subList(1, args.length)));
    }
    if (args.length == 4 && args[0].equals("draw")) {
      System.exit(Drawing.run(args[1], args[2], args[3]));
    }
    SpringApplication.run(CaptureApplication.class, args);
  }
}
