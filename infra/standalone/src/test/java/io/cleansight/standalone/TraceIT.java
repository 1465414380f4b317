package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cleansight.standalone.TraceCollector.Told;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One trace leads through the running line, from a frame to its row and to who is notified. */
class TraceIT {
  private static final Duration PATIENCE = Duration.ofMinutes(8);

  /** The whole way: what is sent, worked on, written, and told. */
  private static final Set<String> WAY =
      Set.of(
          "capture-service: send cleansight.frames",
          "inference-service: process cleansight.frames",
          "inference-service: wait for model",
          "inference-service: run model",
          "inference-service: process cleansight.detections",
          "inference-service: process cleansight.violations",
          "persistence-service: process cleansight.activity",
          "persistence-service: process cleansight.violations",
          "persistence-service: process cleansight.evidence",
          "persistence-service: process cleansight.alerts",
          "persistence-service: process cleansight.notification-requests",
          "persistence-service: process cleansight.notifications",
          "persistence-service: write rows",
          "alert-service: process cleansight.activity",
          "alert-service: process cleansight.violations",
          "alert-service: process cleansight.alerts",
          "alert-service: process cleansight.notification-requests",
          "alert-service: send notification");

  private static final Map<String, SpanKind> KINDS =
      Map.of(
          "send cleansight.frames", SpanKind.SPAN_KIND_PRODUCER,
          "run model", SpanKind.SPAN_KIND_INTERNAL,
          "process cleansight.activity", SpanKind.SPAN_KIND_CONSUMER,
          "send notification", SpanKind.SPAN_KIND_CLIENT);

  private static final String EVERY_BARE_HEAD =
      """
      {"name": "Every bare head", "rule_type": "violation_threshold", "notification_channels": ["log"],
       "conditions": {"threshold": 1, "duration_minutes": 1, "violation_type": "no_hairnet"}}""";

  @TempDir Path data;

  @Test
  void oneTraceLeadsFromAFrameToItsRowAndItsNotification() throws Exception {
    try (var collector = new TraceCollector()) {
      Launched line =
          Launched.start(
              data,
              Map.of(
                  "TRACING_ENDPOINT",
                  collector.address(),
                  "TRACING_SAMPLING",
                  "1",
                  "LOG_FORMAT",
                  "logstash"),
              "--source",
              "scene:7",
              "--camera-id",
              "drawn");
      try {
        assertThat(line.send("POST", "/api/v1/alerts/rules", EVERY_BARE_HEAD).statusCode())
            .isIn(200, 201, 202);
        await()
            .atMost(PATIENCE)
            .until(() -> collector.traces().stream().anyMatch(TraceIT::isWhole));
        List<Told> trace =
            collector.traces().stream().filter(TraceIT::isWhole).findFirst().orElseThrow();
        print(trace);
        hasOneBeginningAndNoGap(trace);
        saysWhatEachIs(trace);
        assertThat(line.logs())
            .anyMatch(it -> it.contains("\"trace_id\":") && it.contains("\"span_id\":"));
      } finally {
        line.stop();
      }
    }
  }

  private static boolean isWhole(List<Told> trace) {
    return trace.stream().map(Told::toString).collect(Collectors.toSet()).containsAll(WAY);
  }

  private static void hasOneBeginningAndNoGap(List<Told> trace) {
    Set<String> known = trace.stream().map(Told::id).collect(Collectors.toSet());
    assertThat(trace)
        .filteredOn(it -> it.parent().isEmpty())
        .singleElement()
        .hasToString("capture-service: send cleansight.frames");
    assertThat(trace)
        .filteredOn(it -> !it.parent().isEmpty())
        .allMatch(it -> known.contains(it.parent()));
  }

  private static void saysWhatEachIs(List<Told> trace) {
    assertThat(trace)
        .allSatisfy(
            it -> {
              assertThat(it.kind()).isEqualTo(KINDS.getOrDefault(it.name(), it.kind()));
              assertThat(it.resource())
                  .containsKeys("service.name", "service.version", "service.instance.id");
              assertThat(it.attributes().toString()).doesNotContain("://");
            });
    assertThat(trace)
        .filteredOn(it -> it.name().startsWith("process "))
        .allSatisfy(
            it ->
                assertThat(it.attributes())
                    .containsEntry("messaging.system", "kafka")
                    .containsEntry(
                        "messaging.destination.name", it.name().substring("process ".length()))
                    .containsKeys("messaging.consumer.group.name", "messaging.message.id"));
    assertThat(trace)
        .filteredOn(it -> it.name().endsWith(" cleansight.frames"))
        .allSatisfy(
            it -> assertThat(it.attributes()).containsEntry("cleansight.camera_id", "drawn"));
  }

  /** The tree, for who reads what the test says. */
  private static void print(List<Told> trace) {
    trace.stream().filter(it -> it.parent().isEmpty()).forEach(it -> print(trace, it, 0));
  }

  private static void print(List<Told> trace, Told span, int depth) {
    System.out.println("  ".repeat(depth) + span);
    trace.stream()
        .filter(it -> it.parent().equals(span.id()))
        .sorted(Comparator.comparing(Told::toString))
        .forEach(it -> print(trace, it, depth + 1));
  }
}
