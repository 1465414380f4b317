package io.cleansight.standalone;

import io.cleansight.embedded.BuiltService;
import java.nio.file.Path;
import java.util.List;

/** The services. */
enum Service {
  PERSISTENCE("persistence-service", "io.cleansight.persistence.PersistenceApplication", 3, "384m"),
  INFERENCE("inference-service", "io.cleansight.inference.InferenceApplication", 2, "640m"),
  ALERT("alert-service", "io.cleansight.alert.AlertApplication", 4, "320m"),
  QUERY("query-api", "io.cleansight.query.QueryApplication", 0, "384m"),
  CAPTURE("capture-service", "io.cleansight.capture.CaptureApplication", 1, "320m"),
  BRIDGE("bridge-service", "io.cleansight.bridge.BridgeApplication", 9, "192m");

  /** Those without which there is no line. */
  static final List<Service> LINE = List.of(PERSISTENCE, INFERENCE, ALERT, QUERY, CAPTURE);

  private final String title;
  private final String mainClass;
  private final int portOffset;
  private final String heap;

  Service(String title, String mainClass, int portOffset, String heap) {
    this.title = title;
    this.mainClass = mainClass;
    this.portOffset = portOffset;
    this.heap = heap;
  }

  /** Name of its module, its log and its entry in the chart. */
  String title() {
    return title;
  }

  /** Begins the names of its consumer groups. */
  String groupPrefix() {
    return title.substring(0, title.indexOf('-') + 1);
  }

  String mainClass() {
    return mainClass;
  }

  String heap() {
    return heap;
  }

  int port(RunLayout layout) {
    return this == QUERY ? layout.webPort() : layout.basePort() + portOffset;
  }

  /** Where it tells how it is; query-api's pages have another. */
  int managementPort(RunLayout layout) {
    return layout.basePort() + portOffset;
  }

  /** What the build left. */
  BuiltService built(Path home) {
    return new BuiltService(home.resolve(title), title);
  }
}
