package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.FakeKafka;
import io.cleansight.capture.Sample;
import io.cleansight.contracts.Topics;
import io.cleansight.messaging.trace.Tracing;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A trace begins with a frame that is sent. */
class EventSenderTest {
  private final InMemorySpanExporter told = InMemorySpanExporter.create();
  private final Tracing tracing = Tracing.on(1, Resource.empty(), SimpleSpanProcessor.create(told));
  private final FakeKafka kafka = new FakeKafka();
  private final EventSender sender = kafka.sender(tracing);

  @AfterEach
  void close() {
    tracing.close();
  }

  @Test
  void aFrameIsSentUntilTheBrokerHasIt() {
    kafka.hold();
    var frame = Sample.frame(7, 10);
    var sent = sender.send(Topics.FRAMES, frame.getFrameId(), frame.getCapturedAt(), frame);
    assertThat(told.getFinishedSpanItems()).isEmpty();
    kafka.acknowledge();
    assertThat(sent).isCompleted();
    assertThat(told.getFinishedSpanItems()).hasSize(1);
    SpanData span = told.getFinishedSpanItems().getFirst();
    assertThat(span.getName()).isEqualTo("send " + Topics.FRAMES);
    assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    assertThat(span.getAttributes().get(AttributeKey.stringKey("messaging.message.id")))
        .isEqualTo(frame.getFrameId().toString());
    assertThat(span.getAttributes().get(AttributeKey.stringKey("cleansight.camera_id")))
        .isEqualTo(frame.getCameraId());
  }
}
