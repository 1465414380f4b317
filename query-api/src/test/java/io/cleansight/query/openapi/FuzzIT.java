package io.cleansight.query.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.messaging.read.SortedBatch;
import io.cleansight.query.Running;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Requests made from the published description, right ones and wrong ones: each is answered as the
 * description says, and by nothing that is the service's own fault. {@code -Dapi.fuzzed=10000} for
 * the long edition.
 */
class FuzzIT {
  private static final int FUZZED = Integer.getInteger("api.fuzzed", 500);

  /** Each of these waits in vain for persistence, which is away. */
  private static final int MOST_ACCEPTED = FUZZED / 20;

  private static final List<String> COMMANDS =
      List.of(
          Topics.REVIEWS,
          Topics.ERASURES,
          Topics.ALERT_RULES,
          Topics.SILENCES,
          Topics.CAMERAS,
          Topics.PROBES,
          Topics.ACCOUNTS);

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static @Nullable Running running;
  private static @Nullable JsonNode api;

  private final Map<String, Schema> schemas = new HashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @BeforeContainer
  static void start() throws Exception {
    running =
        Running.in(Files.createTempDirectory("fuzz"), "--query.access.logins-per-minute=1000");
    running.sql(
        """
        INSERT INTO violation_events
          (id, detection_id, camera_id, timestamp, violation_type, track_id, confidence, bbox, reason)
        SELECT gen_random_uuid(), gen_random_uuid(), 'line-' || mod(n, 3), now() - n * interval '1 minute', 'no_hairnet', n, 0.9,
               '{"x": 0.1, "y": 0.1, "width": 0.1, "height": 0.1}', 'for the test'
        FROM generate_series(1, 50) AS n
        """);
    running.sql(
        """
        INSERT INTO statistics_hourly (camera_id, hour_start, total_frames)
        SELECT 'line-' || mod(n, 3), date_trunc('hour', now()) - n / 3 * interval '1 hour', n
        FROM generate_series(0, 90) AS n
        """);
    running.sql(
        """
        INSERT INTO statistics_quarter_hourly (camera_id, quarter_start, total_frames)
        SELECT camera_id, hour_start + n * interval '15 minutes', total_frames
        FROM statistics_hourly, generate_series(0, 3) AS n
        """);
    running.sql(
        """
        INSERT INTO statistics_zone_hourly (camera_id, zone, hour_start, total_persons)
        SELECT camera_id, 'entrance', hour_start, 5 FROM statistics_hourly
        """);
    HttpResponse<String> published =
        running.send(HttpRequest.newBuilder(running.at("../../v3/api-docs").normalize()));
    assertThat(published.statusCode()).isEqualTo(200);
    api = Running.json(published);
  }

  @AfterContainer
  static void stop() throws Exception {
    running().close();
    HTTP.close();
  }

  @Example
  void everyAnswerIsOneThatTheDescriptionHas() throws Exception {
    var requests = new Requests(api(), 20261123);
    var statuses = new TreeMap<Integer, Integer>();
    int accepted = 0;
    for (int i = 0; i < FUZZED; i++) {
      Requests.Made made = requests.next(accepted < MOST_ACCEPTED);
      Answer answer = send(made);
      String said = said(made, answer);
      JsonNode described = made.operation().get("responses").get("" + answer.status());
      assertThat(described).as("documented: %s", said).isNotNull();
      assertThat(answer.status()).as(said).isLessThan(500);
      fits(described, answer, said);
      statuses.merge(answer.status(), 1, Integer::sum);
      accepted += answer.status() == 202 ? 1 : 0;
    }
    System.out.println(FUZZED + " requests, answers by status: " + statuses);
    assertThat(statuses).containsKeys(200, 400, 404);
    assertThat(running().get("session").statusCode()).isEqualTo(200);
    assertThat(commands()).as("commands in Kafka").hasSizeGreaterThanOrEqualTo(accepted);
    assertThat(SortedBatch.of(commands()).deadLetters())
        .as("commands that nobody could apply")
        .isEmpty();
  }

  /** Every command that the service has sent, as persistence and capture will read it. */
  private static List<ConsumerRecord<String, Decoded<SpecificRecord>>> commands() {
    return COMMANDS.stream()
        .flatMap(
            topic ->
                TestTopics.committed(running().bootstrapServers(), topic, new EventDeserializer())
                    .stream())
        .toList();
  }

  private static String said(Requests.Made made, Answer answer) {
    String path = made.path();
    return "%s %s%n%s%n%s%n%s"
        .formatted(
            made.method(),
            path.substring(0, Math.min(300, path.length())),
            made.body(),
            answer.status(),
            answer.body().substring(0, Math.min(500, answer.body().length())));
  }

  /** What came of it; of what never ends, that it began. */
  private record Answer(int status, String type, String body) {}

  private static Answer send(Requests.Made made) throws Exception {
    var request =
        HttpRequest.newBuilder(running().at("../.." + made.path()).normalize())
            .timeout(PATIENCE)
            .header("X-API-Key", Running.API_KEY);
    made.headers().forEach(request::header);
    String body = made.body();
    if (body == null) {
      request.method(made.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("content-type", "application/json");
      request.method(made.method(), HttpRequest.BodyPublishers.ofString(body));
    }
    HttpResponse<InputStream> answer =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    String type = answer.headers().firstValue("content-type").orElse("").replaceFirst(";.*", "");
    try (InputStream in = answer.body()) {
      boolean endless = type.equals("text/event-stream");
      return new Answer(
          answer.statusCode(),
          type,
          endless ? "id:" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  private void fits(JsonNode described, Answer answer, String said) {
    JsonNode content = described.path("content");
    if (content.isEmpty()) {
      assertThat(answer.body()).as(said).isEmpty();
      return;
    }
    String type = answer.type();
    if (answer.body().isEmpty() && answer.status() == 202) {
      return;
    }
    assertThat(content.propertyNames()).as("%s is documented: %s", type, said).contains(type);
    if (type.contains("json")) {
      var wrong = schema(content.get(type).get("schema")).validate(answer.body(), InputFormat.JSON);
      assertThat(wrong.stream().map(Object::toString).collect(Collectors.joining("; ")))
          .as(said)
          .isEmpty();
    }
  }

  /** One of the description's, with all of its components beside it. */
  private Schema schema(JsonNode schema) {
    return schemas.computeIfAbsent(
        schema.toString(),
        text -> {
          String whole =
              "{\"components\": %s, \"allOf\": [%s]}".formatted(api().get("components"), text);
          return registry.getSchema(
              SchemaLocation.of("https://cleansight.test/" + schemas.size()),
              whole,
              InputFormat.JSON);
        });
  }

  private static Running running() {
    return Objects.requireNonNull(running);
  }

  private static JsonNode api() {
    return Objects.requireNonNull(api);
  }
}
