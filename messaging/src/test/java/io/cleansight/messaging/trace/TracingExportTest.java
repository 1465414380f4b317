package io.cleansight.messaging.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.Ports;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Spans reach a collector where one is set, and nobody waits for it. */
@ExtendWith(OutputCaptureExtension.class)
class TracingExportTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int BATCH = 512;

  /** Of the thread that exports. */
  private static final String EXPORTER = "BatchSpanProcessor";

  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger answer = new AtomicInteger(200);
  private final HttpServer collector;

  TracingExportTest() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void listen() {
    collector.createContext(
        "/v1/traces",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(answer.get(), -1);
          exchange.close();
          requests.incrementAndGet();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  @Test
  void whatHasEndedReachesTheCollectorAtTheLatestAtTheEnd() {
    try (var context = start(address())) {
      assertThat(exporters()).isPositive();
      send(context, 1);
    }
    assertThat(requests).hasValue(1);
    await().atMost(PATIENCE).until(() -> exporters() == 0);
  }

  @Test
  void withoutAnAddressNothingIsRecordedAndNobodyExports(CapturedOutput output) {
    await().atMost(PATIENCE).until(() -> exporters() == 0);
    try (var context = start("")) {
      var tracing = context.getBean(Tracing.class);
      assertThat(tracing.send(Topics.FRAMES).isRecorded()).isFalse();
      assertThat(exporters()).isZero();
    }
    assertThat(requests).hasValue(0);
    assertThat(output).doesNotContain("collector");
  }

  @Test
  void aCollectorThatRefusesIsToldOfOnceAndOnceMoreWhenItTakesThemAgain(CapturedOutput output) {
    answer.set(503);
    try (var context = start(address())) {
      for (int i = 1; i <= 3; i++) {
        int seen = i;
        send(context, BATCH);
        await().atMost(PATIENCE).until(() -> requests.get() >= seen);
      }
      await().atMost(PATIENCE).until(() -> lines(output, "do not reach") == 1);
      answer.set(200);
      send(context, BATCH);
      await().atMost(PATIENCE).until(() -> lines(output, "again") == 1);
    }
    assertThat(lines(output, "do not reach")).isEqualTo(1);
    assertThat(output).doesNotContain("SEVERE").doesNotContain("Exception:");
  }

  @Test
  void aCollectorThatIsAwayHoldsUpNobody(CapturedOutput output) {
    try (var context = start("http://127.0.0.1:" + Ports.anyFree() + "/v1/traces")) {
      send(context, 20 * BATCH);
    }
    assertThat(lines(output, "do not reach")).isEqualTo(1);
    assertThat(output).doesNotContain("SEVERE").doesNotContain("\tat ");
  }

  @Test
  void whatOneThatHangsDoesNotTakeIsDropped() {
    var hung = new HungExporter();
    try (var tracing = Tracing.on(1, Resource.empty(), TracingConfiguration.exporting(hung))) {
      for (int i = 0; i < 20 * TracingConfiguration.MOST_WAITING; i++) {
        tracing.send(Topics.FRAMES).close();
      }
      hung.goOn.countDown();
    }
    assertThat(hung.taken.get())
        .isPositive()
        .isLessThanOrEqualTo(TracingConfiguration.MOST_WAITING + 2 * BATCH);
  }

  @ParameterizedTest
  @ValueSource(strings = {"collector:4318", "ftp://collector/", "http://me:secret@collector:4318/"})
  void anAddressThatCannotBeOneStopsTheStart(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TracingProperties(address, 0.01, null))
        .withMessageContaining("cleansight.tracing.endpoint")
        .withMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void aShareIsBetweenNothingAndAll(double share) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TracingProperties("", share, null))
        .withMessageContaining("cleansight.tracing.sampling");
  }

  private static final class HungExporter implements SpanExporter {
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final AtomicInteger taken = new AtomicInteger();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      taken.addAndGet(spans.size());
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  private String address() {
    return "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces";
  }

  private static void send(ConfigurableApplicationContext context, int spans) {
    var tracing = context.getBean(Tracing.class);
    for (int i = 0; i < spans; i++) {
      tracing.send(Topics.FRAMES).close();
    }
  }

  private static long exporters() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(it -> it.getName().startsWith(EXPORTER))
        .count();
  }

  private static long lines(CapturedOutput output, String words) {
    return output.getAll().lines().filter(it -> it.contains(words)).count();
  }

  /** As a service would begin that has the settings of all. */
  private static ConfigurableApplicationContext start(String endpoint) {
    return new SpringApplicationBuilder(TracingConfiguration.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.application.name=a-service",
            "spring.config.import=classpath:cleansight-messaging.yaml",
            "spring.main.banner-mode=off",
            "TRACING_ENDPOINT=" + endpoint,
            "TRACING_SAMPLING=1")
        .run();
  }
}
