package io.cleansight.standalone;

import io.cleansight.embedded.BuiltService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a service's process is started.
 *
 * @param healthPort where on loopback it tells how it is, by {@code /actuator/health}
 */
record Launch(String title, List<String> command, Map<String, String> environment, int healthPort) {
  private static final Path SETSID = Path.of("/usr/bin/setsid");

  Launch {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /**
   * As the build left it.
   *
   * @param settings for its environment, beside those of where it stands
   */
  static Launch of(Service service, RunLayout layout, Map<String, String> settings) {
    var environment = new HashMap<>(settings);
    int port = service.port(layout);
    int managementPort = service.managementPort(layout);
    environment.put("SERVER_PORT", Integer.toString(port));
    if (port != managementPort) {
      environment.put("MANAGEMENT_PORT", Integer.toString(managementPort));
    }
    environment.put(
        "STATE_DIR", layout.data().resolve("state").resolve(service.title()).toString());
    return new Launch(service.title(), command(service, layout), environment, managementPort);
  }

  private static List<String> command(Service service, RunLayout layout) {
    var command = new ArrayList<String>();
    if (Files.isExecutable(SETSID)) {
      // Ctrl-C is for the launcher, which stops the services in order.
      command.add(SETSID.toString());
    }
    BuiltService built = service.built(layout.home());
    command.addAll(built.java(service.heap()));
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + layout.data().resolve("native"));
    command.addAll(built.sharedClasses());
    command.add(service.mainClass());
    return command;
  }
}
