package io.cleansight.standalone.reference;

import io.cleansight.messaging.metric.Label;
import io.cleansight.messaging.metric.Metric;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may be asked of Prometheus. */
final class Metrics {
  private static final Pattern SAMPLE =
      Pattern.compile("(?m)^([a-z_:]+)(?:\\{([^}]*)})? ", Pattern.CASE_INSENSITIVE);
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");

  /**
   * Of others, as far as our dashboards and alerts ask for them; {@code InterfacesIT} finds each at
   * a running service.
   */
  static final Map<String, String> OF_OTHERS = ofOthers();

  private Metrics() {}

  private static Map<String, String> ofOthers() {
    var all = new LinkedHashMap<String, String>();
    all.put("application_ready_time_seconds", "every service|from its start to its being ready");
    all.put("jvm_memory_used_bytes", "every service|memory in use, by `area` (heap, nonheap)");
    all.put("jvm_memory_max_bytes", "every service|the most of it; -1 where there is no limit");
    all.put("jvm_gc_pause_seconds_sum", "every service|time in which garbage was collected");
    all.put("process_cpu_usage", "every service|share of the machine's processors, 0 to 1");
    all.put(
        "kafka_consumer_fetch_manager_records_lag_max",
        "every service|most records by which a partition is behind, by `client_id`; of a Kafka"
            + " Streams application by its threads' clients");
    all.put("spring_kafka_listener_seconds_count", "listeners|batches, by `name` and `result`");
    all.put("spring_kafka_listener_seconds_sum", "listeners|time they took");
    all.put("hikaricp_connections_active", "persistence-service, query-api|connections in use");
    all.put("hikaricp_connections_max", "persistence-service, query-api|the most there may be");
    all.put("hikaricp_connections_pending", "persistence-service, query-api|who waits for one");
    all.put("http_server_requests_seconds_count", "query-api|requests, by `uri` and `status`");
    all.put("http_server_requests_seconds_sum", "query-api|time they took");
    return all;
  }

  /** The names under which Prometheus has a metric of ours, each with its labels. */
  static Map<String, Set<String>> exposed(Metric metric) {
    var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    String[] values =
        metric.labels().stream()
            .map(it -> it.values().isEmpty() ? "any" : it.values().getFirst())
            .toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER -> metric.counter(registry, values).increment();
      case GAUGE -> metric.gauge(registry, metric, _ -> 1, values);
      case SIZE -> metric.summary(registry, values).record(1);
      case QUICK, SLOW -> metric.timer(registry, values).record(Duration.ofMillis(1));
    }
    return samples(registry.scrape());
  }

  /** What a service answered to Prometheus: the names, each with its labels. */
  static Map<String, Set<String>> samples(String scraped) {
    var found = new TreeMap<String, Set<String>>();
    SAMPLE
        .matcher(scraped)
        .results()
        .forEach(
            it ->
                found
                    .computeIfAbsent(it.group(1), _ -> new TreeSet<>())
                    .addAll(labels(it.group(2))));
    return found;
  }

  private static List<String> labels(@Nullable String written) {
    return written == null
        ? List.of()
        : LABEL.matcher(written).results().map((MatchResult it) -> it.group(1)).toList();
  }

  /** All of ours. */
  static Map<String, Set<String>> ours() {
    var all = new TreeMap<String, Set<String>>();
    Stream.of(Metric.values()).map(Metrics::exposed).forEach(all::putAll);
    return all;
  }

  static String words(Label label) {
    return "`%s`: %s"
        .formatted(
            label.name(),
            label.values().isEmpty()
                ? label.bound()
                : label.values().stream()
                    .map(ReferencePage::code)
                    .collect(Collectors.joining(", ")));
  }
}
