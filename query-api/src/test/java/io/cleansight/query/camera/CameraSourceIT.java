package io.cleansight.query.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
import io.cleansight.event.Probe;
import io.cleansight.query.Running;
import io.cleansight.sourcekey.SourceKeyset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A camera's source leaves this service only as what capture-service alone can read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CameraSourceIT {
  private static final SourceKeyset KEYS = SourceKeyset.generate();
  private static final String ADDRESS = "rtsp://user:sesame-open@10.1.2.3/";

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running = Running.in(folder, "--query.camera-public-key=" + KEYS.publicKey());
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @Test
  void itIsNowhereButInItsOwnTopicAndThereForCaptureServiceAlone() throws Exception {
    make("cameras/line-1", "{\"source\": \"" + ADDRESS + "\"}");
    running()
        .sql(
            """
            INSERT INTO cameras (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis, labels,
                                 has_source, set_at, set_offset)
            VALUES ('line-1', 'x', true, '[]', '[]', 20000, 3600000, '[]', true, now(), 1)
            """);
    send("POST", "cameras/line-1/probe", "{}");
    send("POST", "cameras/line-1/probe", "{\"source\": \"" + ADDRESS + "x\"}");
    send("PUT", "cameras/line-1", "{\"name\": \"Line 1\"}");
    assertThat(events("line-1", Topics.CAMERA_SOURCES, CameraSource.class))
        .extracting(it -> KEYS.decrypt(it.getEncrypted(), "line-1").orElse("unreadable"))
        .containsExactly(ADDRESS);
    assertThat(events("line-1", Topics.CAMERAS, Camera.class))
        .extracting(Camera::getHasSource)
        .containsExactly(true, true);
    assertThat(events("line-1", Topics.PROBES, Probe.class))
        .extracting(
            it ->
                it.getSource() == null
                    ? "the one it has"
                    : KEYS.decrypt(it.getSource(), "line-1").orElse("unreadable"))
        .containsExactly("the one it has", ADDRESS + "x");
    for (Topic topic : Topics.all()) {
      assertThat(
              TestTopics.committed(
                  running().bootstrapServers(), topic.name(), new ByteArrayDeserializer()))
          .as(topic.name())
          .noneMatch(
              it ->
                  it.value() != null
                      && new String(it.value(), StandardCharsets.ISO_8859_1).contains("sesame"));
    }
  }

  @Test
  void whoTakesItAwayLeavesATombstone() throws Exception {
    make("cameras/line-2", "{\"source\": \"" + ADDRESS + "\"}");
    send("PUT", "cameras/line-2", "{\"source\": \"\"}");
    assertThat(
            TestTopics.committed(
                running().bootstrapServers(), Topics.CAMERA_SOURCES, new EventDeserializer()))
        .filteredOn(it -> it.key().equals("line-2"))
        .extracting(it -> it.value() == null)
        .containsExactly(false, true);
    assertThat(events("line-2", Topics.CAMERAS, Camera.class))
        .extracting(Camera::getHasSource)
        .containsExactly(true, false);
  }

  @Test
  void eachStreamIsSetAloneAndASubstreamGoesWithItsSource() throws Exception {
    make(
        "cameras/line-3",
        "{\"source\": \"%s\", \"substream\": \"%ssmall\"}".formatted(ADDRESS, ADDRESS));
    send("PUT", "cameras/line-3", "{\"source\": \"%snew\"}".formatted(ADDRESS));
    send("PUT", "cameras/line-3", "{\"substream\": \"\"}");
    send("PUT", "cameras/line-3", "{\"substream\": \"%ssmaller\"}".formatted(ADDRESS));
    send("PUT", "cameras/line-3", "{\"source\": \"\"}");
    assertThat(said("line-3")).containsExactly(ADDRESS, ADDRESS + "new", "nothing");
    assertThat(said("line-3/substream"))
        .containsExactly(ADDRESS + "small", "nothing", ADDRESS + "smaller", "nothing");
    assertThat(events("line-3", Topics.CAMERAS, Camera.class))
        .extracting(Camera::getHasSource, Camera::getHasSubstream)
        .containsExactly(
            tuple(true, true),
            tuple(true, true),
            tuple(true, false),
            tuple(true, true),
            tuple(false, false));
    assertThat(running().send("DELETE", "cameras/line-3", "").statusCode()).isEqualTo(204);
    assertThat(said("line-3/substream")).hasSize(5).last().isEqualTo("nothing");
    assertThat(said("line-3")).hasSize(4).last().isEqualTo("nothing");
  }

  @Test
  void howItsFramesAreTakenIsSaidAsItWasSet() throws Exception {
    make(
        "cameras/line-4",
        """
        {"frames_per_second": 12.5, "still_frames_per_second": 0.2, "jpeg_quality": 70,
         "longest_side": 1280, "keep_video": true, "record_video": true}
        """);
    send("PUT", "cameras/line-4", "{}");
    List<Camera> set = events("line-4", Topics.CAMERAS, Camera.class);
    assertThat(set)
        .extracting(
            Camera::getFramesPerSecond,
            Camera::getStillFramesPerSecond,
            Camera::getJpegQuality,
            Camera::getLongestSide,
            Camera::getKeepVideo,
            Camera::getRecordVideo)
        .containsExactly(
            tuple(12.5, 0.2, 70, 1280, true, true), tuple(null, null, null, null, true, false));
  }

  /** As persistence keeps them. */
  @Test
  void whatIsSetAndWhatCaptureSaysIsTold() throws Exception {
    running()
        .sql(
            """
            INSERT INTO cameras (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis, labels,
                                 has_source, has_substream, frames_per_second, still_frames_per_second, jpeg_quality,
                                 longest_side, keep_video, record_video, set_at, set_offset)
            VALUES ('line-5', 'x', true, '[]', '[]', 20000, 3600000, '[]', true, true, 12.5, 0.2, 70, 1280, true, true,
                    now(), 1);
            INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped,
                                       bits_per_second, last_error, last_error_at, instance)
            VALUES ('line-5', now(), 'online', 'live', 12.4, now(), 9, 7, '{"still": 2}', 2100000,
                    'the stream ended', '2026-03-01T12:00:00Z', 'capture-1')
            """);
    JsonNode camera = Running.json(running().get("cameras/line-5"));
    assertThat(camera.get("has_substream").asBoolean()).isTrue();
    assertThat(camera.get("frames_per_second").asDouble()).isEqualTo(12.5);
    assertThat(camera.get("still_frames_per_second").asDouble()).isEqualTo(0.2);
    assertThat(camera.get("jpeg_quality").asInt()).isEqualTo(70);
    assertThat(camera.get("longest_side").asInt()).isEqualTo(1280);
    assertThat(camera.get("keep_video").asBoolean()).isTrue();
    assertThat(camera.get("record_video").asBoolean()).isTrue();
    assertThat(camera.get("bits_per_second").asLong()).isEqualTo(2_100_000);
    assertThat(camera.get("last_error").asString()).isEqualTo("the stream ended");
    assertThat(camera.get("last_error_at").asString()).startsWith("2026-03-01T12:00:00");
    assertThat(camera.get("instance").asString()).isEqualTo("capture-1");
  }

  /**
   * A capture-service that is gone says nothing any more, so nobody else can say it of its cameras.
   */
  @Test
  void whatWasLastHeardTooLongAgoIsOfflineSinceThen() throws Exception {
    running()
        .sql(
            """
            INSERT INTO camera_status (camera_id, at, state, source_kind, fps, epoch, captured, published, dropped,
                                       reason_code, since)
            VALUES ('line-6', '2026-03-01T12:00:00Z', 'online', 'live', 12.4, now(), 9, 7, '{}', NULL,
                    '2026-02-01T12:00:00Z'),
                   ('line-7', '2026-03-01T12:00:00Z', 'offline', 'live', 0, now(), 9, 7, '{}', 'refused',
                    '2026-02-01T12:00:00Z'),
                   ('line-8', now(), 'offline', 'live', 0, now(), 9, 7, '{}', 'refused', '2026-02-01T12:00:00Z');
            INSERT INTO cameras (id, name, enabled, zones, required_steps, minimum_wash_millis, step_window_millis, labels,
                                 set_at, set_offset)
            VALUES ('line-9', 'x', true, '[]', '[]', 20000, 3600000, '[]', now(), 1)
            """);
    assertThat(List.of("line-6", "line-7", "line-8", "line-9"))
        .extracting(this::whyAndSince)
        .containsExactly(
            "offline silent 2026-03-01",
            "offline silent 2026-02-01",
            "offline refused 2026-02-01",
            "offline never_spoken null");
  }

  private String whyAndSince(String camera) throws Exception {
    JsonNode told = Running.json(running().get("cameras/" + camera));
    String since = told.get("since").isNull() ? "null" : told.get("since").asString();
    return String.join(
        " ",
        told.get("state").asString(),
        told.get("reason_code").asString(),
        since.substring(0, Math.min(10, since.length())));
  }

  /** Every address that was said under a key, in order. */
  private List<String> said(String key) {
    return TestTopics.committed(
            running().bootstrapServers(), Topics.CAMERA_SOURCES, new EventDeserializer())
        .stream()
        .filter(it -> it.key().equals(key))
        .map(
            it ->
                it.value() instanceof Decoded.Event<SpecificRecord>(CameraSource source)
                    ? KEYS.decrypt(source.getEncrypted(), source.getCameraId()).orElse("unreadable")
                    : "nothing")
        .toList();
  }

  private void make(String path, String json) throws Exception {
    var answer = running().send("PUT", path, "If-None-Match", "*", json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  private void send(String method, String path, String json) throws Exception {
    var answer = running().send(method, path, json);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202); // nobody applies it here
  }

  private <T> List<T> events(String camera, String topic, Class<T> type) {
    return TestTopics.committed(running().bootstrapServers(), topic, new EventDeserializer())
        .stream()
        .filter(it -> it.key().equals(camera))
        .map(ConsumerRecord::value)
        .flatMap(
            it ->
                it instanceof Decoded.Event<SpecificRecord>(var event)
                    ? Stream.of(type.cast(event))
                    : Stream.empty())
        .toList();
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
