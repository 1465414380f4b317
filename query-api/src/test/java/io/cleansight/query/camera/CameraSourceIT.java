package io.cleansight.query.camera;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Topic;
import io.cleansight.contracts.Topics;
import io.cleansight.embedded.TestTopics;
import io.cleansight.event.Camera;
import io.cleansight.event.CameraSource;
import io.cleansight.event.Probe;
import io.cleansight.messaging.codec.Decoded;
import io.cleansight.messaging.codec.EventDeserializer;
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
    send("PUT", "cameras/line-1", "{\"source\": \"" + ADDRESS + "\"}");
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
    send("PUT", "cameras/line-2", "{\"source\": \"" + ADDRESS + "\"}");
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
