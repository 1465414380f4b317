package io.cleansight.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cleansight.bridge.Told;
import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topic;
import io.cleansight.event.CameraHealth;
import io.cleansight.event.Evidence;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class EventJsonTest {
  @Test
  void everyFieldIsThereByItsNameInCamelCase() {
    ObjectNode json = EventJson.of(Told.violation("line-1", 4));
    assertThat(json)
        .hasToString(
            """
            {"violationId":"%s","cameraId":"line-1","type":"no_hairnet","state":"opened",\
            "epoch":"2026-11-30T06:00:00.123456Z","trackId":4,"openedAt":"2026-11-30T06:00:00.123456Z",\
            "closedAt":null,"confidence":0.1,"box":{"x":0.25,"y":0.5,"width":0.125,"height":0.25},\
            "frameId":"%s","sequence":7,"framePartition":3,"frameOffset":9007199254740993,\
            "reason":"no hairnet for 2 s","severity":"medium",\
            "timeline":[{"what":"entrance","at":"2026-11-30T06:00:00.123456Z","durationMillis":1500}],\
            "generation":0,"untimely":null,"heads":null,"visitId":null,"visitStartedAt":null,\
            "reasonCode":null,"reasonParameters":{},"zones":[]}"""
                .formatted(Told.violation("line-1", 4).getViolationId(), Told.FRAME));
  }

  @Test
  void namesOfFieldsStayApart() {
    for (Topic topic : PublicTopic.all().stream().map(PublicTopic::topic).toList()) {
      var fields = org.apache.avro.specific.SpecificData.get().getSchema(topic.event()).getFields();
      assertThat(fields.stream().map(it -> EventJson.camelCase(it.name())))
          .as(topic.name())
          .doesNotHaveDuplicates()
          .noneMatch(it -> it.contains("_"));
    }
  }

  @Test
  void aFloatIsWrittenAsShortAsItIs() {
    assertThat(EventJson.of(Told.activity()).at("/people/0/score")).hasToString("0.9");
  }

  @Test
  void keysOfMapsAreWordsAndStayAsTheyAre() {
    var health =
        CameraHealth.newBuilder()
            .setCameraId("line-1")
            .setAt(Told.AT)
            .setState("online")
            .setSourceKind("live")
            .setEpoch(Told.AT)
            .setFps(5)
            .setCaptured(3)
            .setPublished(1)
            .setDropped(Map.of("kafka_backlog", 2L))
            .build();
    assertThat(EventJson.of(health).get("dropped")).hasToString("{\"kafka_backlog\":2}");
  }

  @Test
  void bytesAreBase64AndCanBeReadTwice() {
    var bytes = ByteBuffer.wrap("JPEG".getBytes(StandardCharsets.US_ASCII));
    var evidence =
        Evidence.newBuilder()
            .setViolationId(UUID.randomUUID())
            .setCameraId("line-1")
            .setFrameId(Told.FRAME)
            .setCapturedAt(Told.AT)
            .setState("present")
            .setJpeg(bytes)
            .build();
    assertThat(EventJson.of(evidence).get("jpeg")).hasToString("\"SlBFRw==\"");
    assertThat(EventJson.of(evidence).get("jpeg")).hasToString("\"SlBFRw==\"");
  }

  @Test
  void aJudgedFrameInDeepStreamsMinimalSchema() {
    assertThat(new String(DeepStreamJson.of(Told.activity()), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"version":"4.0","id":"7","@timestamp":"2026-11-30T06:00:00.123456Z","sensorId":"line-1",\
            "objects":["12|160.0|240.0|240.0|360.0|Person|#|hairnet=violating|0.900"]}""");
  }
}
