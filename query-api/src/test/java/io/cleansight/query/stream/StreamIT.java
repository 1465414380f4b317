package io.cleansight.query.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Alert;
import io.cleansight.event.CameraHealth;
import io.cleansight.query.Running;
import io.cleansight.query.access.Secrets;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import tools.jackson.databind.json.JsonMapper;

/** Server-sent events over a real broker. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StreamIT {
  private static final JsonMapper JSON = new JsonMapper();

  /** Of somebody who may see one camera. */
  private static final String LIMITED_KEY = "the key of one camera";

  @TempDir static Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicReference<@Nullable String> policyWhenHandled = new AtomicReference<>();
  private @Nullable Running running;
  private @Nullable KafkaProducer<String, byte[]> producer;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(
            folder,
            builder ->
                builder.initializers(
                    it ->
                        ((GenericApplicationContext) it)
                            .registerBean("last", FilterRegistrationBean.class, this::last)),
            "--query.access.api-keys[1].name=limited",
            "--query.access.api-keys[1].sha256=" + Secrets.sha256(LIMITED_KEY),
            "--query.access.api-keys[1].cameras=mine-1");
    producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, running.bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  @AfterAll
  void stop() throws Exception {
    Objects.requireNonNull(producer).close();
    running().close();
    http.close();
  }

  /** Sees the answer as the one who handles the request finds it. */
  private FilterRegistrationBean<Filter> last() {
    var registration =
        new FilterRegistrationBean<Filter>(
            (request, response, chain) -> {
              policyWhenHandled.set(
                  ((HttpServletResponse) response).getHeader("Content-Security-Policy"));
              chain.doFilter(request, response);
            });
    registration.setOrder(Ordered.LOWEST_PRECEDENCE);
    registration.setAsyncSupported(true);
    return registration;
  }

  private record Heard(String id, String kind, String data) {}

  @Test
  void whoComesBackMissesNothingAndHearsNothingTwice() throws Exception {
    List<Heard> first;
    try (BufferedReader stream = listen("stream?kinds=camera", null)) {
      say("line-1");
      first = events(stream, 1);
    }
    assertThat(first.getFirst().kind()).isEqualTo("camera");
    assertThat(first.getFirst().data()).contains("\"camera_id\":\"line-1\"");
    for (int i = 2; i < 7; i++) {
      say("line-" + i);
    }
    try (BufferedReader stream = listen("stream?kinds=camera", first.getFirst().id())) {
      List<Heard> missed = events(stream, 5);
      assertThat(missed)
          .allSatisfy(it -> assertThat(it.kind()).isEqualTo("camera"))
          .extracting(it -> JSON.readTree(it.data()).get("camera_id").asString())
          .containsExactlyInAnyOrder("line-2", "line-3", "line-4", "line-5", "line-6");
      assertThat(missed)
          .extracting(it -> JSON.readTree(it.data()).get("state").asString())
          .containsOnly("online");
      assertThat(missed).extracting(Heard::id).doesNotHaveDuplicates();
    }
  }

  /**
   * Written later, they would be written by two threads at once where another than the request's
   * own begins the answer, as here.
   */
  @Test
  void itsHeadersAreThereBeforeItIsHandled() throws Exception {
    try (BufferedReader _ = listen("stream?kinds=camera", null)) {
      assertThat(policyWhenHandled.get()).contains("default-src 'self'");
    }
  }

  @Test
  void aClientHearsOnlyOfTheCameraItAskedFor() throws Exception {
    try (BufferedReader stream = listen("stream?camera_id=only-1", null)) {
      say("other-1");
      say("only-1");
      assertThat(events(stream, 1).getFirst().data()).contains("only-1");
    }
  }

  /** Its first camera is theirs; another is not. */
  @Test
  void anAlertOfSeveralCamerasIsHeardByWhoMaySeeThemAll() throws Exception {
    try (BufferedReader limited = listen(LIMITED_KEY, "stream?kinds=alert", null);
        BufferedReader all = listen("stream?kinds=alert", null)) {
      say(alert("mine-1", List.of("mine-1", "theirs-1")));
      say(alert("theirs-1", List.of()));
      say(alert("mine-1", List.of("mine-1")));
      assertThat(events(limited, 1).getFirst().data())
          .contains("\"members\":[\"mine-1\"]")
          .doesNotContain("theirs");
      assertThat(events(all, 3)).hasSize(3);
    }
  }

  @Test
  void whatIsNoIdOfOursOrNoKindIsRefused() throws Exception {
    assertThat(refused("stream?kinds=gossip", null)).contains("kinds must be");
    assertThat(refused("stream", "forged")).contains("Last-Event-ID must be");
    assertThat(refused("stream", "AAAAAA")).contains("Last-Event-ID must be");
    assertThat(refused("stream?camera_id=..%2Fx", null)).contains("camera_id must be");
  }

  @Test
  void anIdOfFewerPartitionsIsGoodToo() throws Exception {
    String ofTwoPartitions =
        StreamPosition.of(
                Map.of(
                    new TopicPartition(Topics.VIOLATIONS, 0), 0L,
                    new TopicPartition(Topics.VIOLATIONS, 1), 0L))
            .write();
    try (BufferedReader stream = listen("stream", ofTwoPartitions)) {
      say("late-1");
      assertThat(events(stream, 1).getFirst().kind()).isEqualTo("camera");
    }
  }

  private String refused(String path, @Nullable String heard)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(running().at(path)).header("X-API-Key", Running.API_KEY);
    if (heard != null) {
      request.header("Last-Event-ID", heard);
    }
    HttpResponse<String> answer = running().send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    return answer.body();
  }

  private BufferedReader listen(String path, @Nullable String heard)
      throws IOException, InterruptedException {
    return listen(Running.API_KEY, path, heard);
  }

  private BufferedReader listen(String key, String path, @Nullable String heard)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(running().at(path))
            .header("X-API-Key", key)
            .timeout(Duration.ofSeconds(30));
    if (heard != null) {
      request.header("Last-Event-ID", heard);
    }
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    var stream = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    assertThat(stream.readLine()).startsWith(":listening");
    return stream;
  }

  private static List<Heard> events(BufferedReader stream, int count) throws IOException {
    var events = new ArrayList<Heard>();
    String id = "";
    String kind = "";
    while (events.size() < count) {
      String line = Objects.requireNonNull(stream.readLine(), "the stream ended");
      if (line.startsWith("id:")) {
        id = line.substring(3);
      } else if (line.startsWith("event:")) {
        kind = line.substring(6);
      } else if (line.startsWith("data:")) {
        events.add(new Heard(id, kind, line.substring(5)));
      }
    }
    return events;
  }

  private void say(String camera) throws Exception {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    var health =
        CameraHealth.newBuilder()
            .setCameraId(camera)
            .setAt(now)
            .setState("online")
            .setSourceKind("live")
            .setEpoch(now)
            .setFps(5)
            .setCaptured(0)
            .setPublished(0)
            .setDropped(Map.of())
            .build();
    Objects.requireNonNull(producer)
        .send(
            new ProducerRecord<>(
                Topics.CAMERA_HEALTH, camera, EventCodec.encode(Topics.CAMERA_HEALTH, health)))
        .get();
  }

  /** All in one partition, so that they are heard in their order. */
  private void say(Alert alert) throws Exception {
    Objects.requireNonNull(producer)
        .send(
            new ProducerRecord<>(
                Topics.ALERTS, "one partition", EventCodec.encode(Topics.ALERTS, alert)))
        .get();
  }

  private static Alert alert(String camera, List<String> members) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    return Alert.newBuilder()
        .setAlertId(UUID.randomUUID())
        .setRuleId(UUID.randomUUID())
        .setRuleName("offline")
        .setAlertType("camera_offline")
        .setCameraId(camera)
        .setState("raised")
        .setPriority("high")
        .setWindowStart(now)
        .setRaisedAt(now)
        .setCount(1)
        .setMessage("offline")
        .setViolationIds(List.of())
        .setChannels(List.of())
        .setMembers(members)
        .build();
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
