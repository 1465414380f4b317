package io.cleansight.messaging.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.deadletter.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** With a setting each line of the log is a JSON object that says what it is about. */
@ExtendWith(OutputCaptureExtension.class)
class JsonLogTest {
  private static final Logger log = LoggerFactory.getLogger(JsonLogTest.class);
  private static final String PICTURE = "what only the picture shows";

  static class Nothing {}

  @AfterEach
  void asBefore() {
    start("");
  }

  @ParameterizedTest
  @CsvSource({"ecs, @timestamp", "logstash, @timestamp", "gelf, timestamp"})
  void everyLineIsAnObject(String format, String time, CapturedOutput output) {
    start(format);
    log.info("hello");
    log.warn("and a failure", new IllegalStateException("line one\nline two"));
    List<JsonNode> lines = lines(output, "hello", "and a failure");
    assertThat(lines).hasSize(2).allMatch(it -> it.has(time));
  }

  @Test
  void textIsForPeople(CapturedOutput output) {
    start("");
    try (var _ = LogKeys.about(LogKeys.CAMERA, "line-1")) {
      log.info("hello");
    }
    assertThat(output.getOut().lines().filter(it -> it.endsWith("hello")))
        .singleElement()
        .asString()
        .doesNotStartWith("{")
        .doesNotContain("line-1");
  }

  @Test
  void whatAThreadIsAboutIsAField(CapturedOutput output) {
    start("logstash");
    try (var _ = LogKeys.about(LogKeys.CAMERA, "line-1")) {
      log.info("seen");
    }
    log.info("over");
    assertThat(lines(output, "seen").getFirst().path("camera_id").asString()).isEqualTo("line-1");
    assertThat(lines(output, "over").getFirst().has("camera_id")).isFalse();
  }

  @Test
  void aDeadLetterSaysCameraFrameAndPlaceAndNothingOfWhatItHolds(CapturedOutput output) {
    start("logstash");
    letter(Topics.FRAMES, "line-1").tell(log);
    JsonNode line = lines(output, "dead letter").getFirst();
    assertThat(line.path("camera_id").asString()).isEqualTo("line-1");
    assertThat(line.path("frame_id").asString()).isEqualTo("7f");
    assertThat(line.path("topic").asString()).isEqualTo(Topics.FRAMES);
    assertThat(line.path("partition").asInt()).isEqualTo(2);
    assertThat(line.path("offset").asLong()).isEqualTo(42);
    assertThat(output.getOut()).doesNotContain(PICTURE);
  }

  @Test
  void whoHasAnAccountIsNoCamera(CapturedOutput output) {
    start("logstash");
    letter(Topics.ACCOUNTS, "mei").tell(log);
    JsonNode line = lines(output, "dead letter").getFirst();
    assertThat(line.has("camera_id")).isFalse();
    assertThat(line.has("frame_id")).isFalse();
    assertThat(output.getOut()).doesNotContain("mei");
  }

  private static DeadLetter letter(String topic, String key) {
    byte[] bytes = PICTURE.getBytes(StandardCharsets.UTF_8);
    var record =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            topic, 2, 42, key, new Decoded.Unreadable<>(bytes, ErrorCode.MALFORMED, "cut"));
    record.headers().add(EventRecords.ID, "7f".getBytes(StandardCharsets.UTF_8));
    return DeadLetter.of(record, (Decoded.Unreadable<SpecificRecord>) record.value());
  }

  /** As a service would begin that has the settings of all. */
  private static void start(String format) {
    new SpringApplicationBuilder(Nothing.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.application.name=a-service",
            "spring.config.import=classpath:cleansight-messaging.yaml",
            "spring.main.banner-mode=off",
            "LOG_FORMAT=" + format)
        .run()
        .close();
  }

  /** The objects whose messages begin so; every line must be one. */
  private static List<JsonNode> lines(CapturedOutput output, String... beginnings) {
    var json = new JsonMapper();
    return output
        .getOut()
        .lines()
        .filter(it -> it.startsWith("{"))
        .map(json::readTree)
        .filter(it -> begins(message(it), beginnings))
        .toList();
  }

  private static String message(JsonNode line) {
    return line.path(line.has("message") ? "message" : "short_message").asString();
  }

  private static boolean begins(String message, String... beginnings) {
    return List.of(beginnings).stream().anyMatch(message::startsWith);
  }
}
