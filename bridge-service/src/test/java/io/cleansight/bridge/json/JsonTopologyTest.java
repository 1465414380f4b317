package io.cleansight.bridge.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.cleansight.bridge.Told;
import io.cleansight.contracts.JsonTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.EventCodec;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.CloudEventDeserializer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JsonTopologyTest {
  private static final String JSON_VIOLATIONS = "cleansight.public.violations";
  private static final Instant APPENDED = Instant.parse("2026-11-30T06:00:01Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final TopologyTestDriver driver =
      driver(List.of("violations", "cameras", "activity", "deepstream"));

  private TopologyTestDriver driver(List<String> chosen) {
    var topology = new Topology();
    JsonTopology.extend(topology, new JsonProperties(chosen).chosen(), meters);
    return new TopologyTestDriver(topology, new Properties());
  }

  @AfterEach
  void close() {
    driver.close();
  }

  @Test
  void bothSayTheSameToTheirOwnSdk() throws IOException {
    Violation event = Told.violation("line-1", 4);
    UUID id = UUID.randomUUID();
    Headers headers =
        new EventRecords("inference-service").headers(Topics.VIOLATIONS, id, Told.AT, event, null);
    byte[] avro = EventCodec.encode(Topics.VIOLATIONS, event);
    pipe(Topics.VIOLATIONS, "line-1", avro, headers);

    TestRecord<String, byte[]> said = read(JSON_VIOLATIONS).getFirst();
    var sdk = new CloudEventDeserializer();
    CloudEvent binary = sdk.deserialize(Topics.VIOLATIONS, headers, avro);
    CloudEvent structured = sdk.deserialize(JSON_VIOLATIONS, said.headers(), said.value());
    assertThat(said.key()).isEqualTo("line-1");
    assertThat(structured.getId()).isEqualTo(binary.getId()).isEqualTo(id.toString());
    assertThat(structured.getSource()).isEqualTo(binary.getSource());
    assertThat(structured.getType()).isEqualTo(binary.getType());
    assertThat(structured.getTime()).isEqualTo(binary.getTime());
    assertThat(structured.getSubject()).isEqualTo("line-1");
    assertThat(structured.getDataContentType()).isEqualTo("application/json");
    assertThat(new ObjectMapper().readTree(Objects.requireNonNull(structured.getData()).toBytes()))
        .hasToString(EventJson.of(event).toString());
    assertThat(said.headers().lastHeader("traceparent"))
        .isEqualTo(headers.lastHeader("traceparent"));
  }

  @Test
  void whoWritesWithoutHeadersIsGivenAnIdByThePlace() throws IOException {
    byte[] avro = EventCodec.encode(Topics.VIOLATIONS, Told.violation("line-1", 4));
    pipe(Topics.VIOLATIONS, "line-1", avro, new RecordHeaders());
    pipe(Topics.VIOLATIONS, "line-1", avro, new RecordHeaders());
    var ids =
        read(JSON_VIOLATIONS).stream()
            .map(
                it ->
                    new CloudEventDeserializer()
                        .deserialize(JSON_VIOLATIONS, it.headers(), it.value()))
            .toList();
    assertThat(ids).extracting(CloudEvent::getId).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids)
        .extracting(it -> it.getSource().toString())
        .containsOnly("/cleansight/bridge-service");
    assertThat(ids)
        .extracting(it -> Objects.requireNonNull(it.getTime()).toInstant())
        .containsOnly(APPENDED);
  }

  @Test
  void headersThatAreNoneStopNothing() {
    var headers = new RecordHeaders();
    headers.add("ce_id", new byte[0]);
    headers.add("ce_source", " not a\nURI".getBytes(StandardCharsets.UTF_8));
    headers.add("ce_time", "yesterday".getBytes(StandardCharsets.UTF_8));
    headers.add("ce_type", null);
    pipe(
        Topics.VIOLATIONS,
        "line-1",
        EventCodec.encode(Topics.VIOLATIONS, Told.violation("line-1", 4)),
        headers);
    assertThat(read(JSON_VIOLATIONS)).hasSize(1);
  }

  @Test
  void whatCannotBeReadIsLeftOutAndCounted() {
    pipe(
        Topics.VIOLATIONS,
        "line-1",
        "no Avro at all".getBytes(StandardCharsets.UTF_8),
        new RecordHeaders());
    pipe(Topics.VIOLATIONS, "line-1", new byte[0], new RecordHeaders());
    pipe(
        Topics.VIOLATIONS,
        "line-1",
        EventCodec.encode(Topics.VIOLATIONS, Told.violation("line-1", 4)),
        new RecordHeaders());
    assertThat(read(JSON_VIOLATIONS)).hasSize(1);
    assertThat(
            meters.find("cleansight.events.not.bridged").counters().stream()
                .mapToDouble(it -> it.count())
                .sum())
        .isEqualTo(2);
  }

  /** What persistence-service puts into the dead letters is not said as if it were true. */
  @Test
  void whatTheRecordRefusesIsLeftOutAndCounted() {
    pipe(
        Topics.VIOLATIONS,
        "line-2",
        EventCodec.encode(Topics.VIOLATIONS, Told.violation("line-1", 4)),
        new RecordHeaders());
    pipe(Topics.VIOLATIONS, "line-1", null, new RecordHeaders());
    assertThat(read(JSON_VIOLATIONS)).isEmpty();
    assertThat(meters.find("cleansight.events.not.bridged").counters())
        .extracting(it -> it.getId().getTag("code"))
        .containsExactlyInAnyOrder("WRONG_KEY", "EMPTY");
  }

  @Test
  void aTombstoneIsOneAgain() {
    pipe(Topics.CAMERAS, "line-1", null, new RecordHeaders());
    assertThat(read("cleansight.public.cameras"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.key()).isEqualTo("line-1");
              assertThat(it.value()).isNull();
            });
  }

  @Test
  void oneTopicIsSaidInTwoForms() {
    pipe(
        Topics.ACTIVITY,
        "line-1",
        EventCodec.encode(Topics.ACTIVITY, Told.activity()),
        new RecordHeaders());
    assertThat(read("cleansight.public.activity")).hasSize(1);
    assertThat(read("cleansight.public.deepstream"))
        .singleElement()
        .satisfies(it -> assertThat(it.value()).isEqualTo(DeepStreamJson.of(Told.activity())));
  }

  @Test
  void whatIsNoTopicIsRefusedByName() {
    assertThatThrownBy(() -> new JsonProperties(List.of("violations", "frames")))
        .hasMessageContaining("bridge.topics")
        .hasMessageContaining("[frames]")
        .hasMessageContaining("violations");
    assertThat(new JsonProperties(List.of(" ", "")).chosen()).isEmpty();
    assertThat(new JsonProperties(JsonTopic.all().stream().map(JsonTopic::name).toList()).chosen())
        .isEqualTo(JsonTopic.all());
  }

  private void pipe(
      String topic, String key, byte @org.jspecify.annotations.Nullable [] value, Headers headers) {
    driver
        .createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(key, value, headers, APPENDED));
  }

  private List<TestRecord<String, byte[]>> read(String topic) {
    return driver
        .createOutputTopic(topic, new StringDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }
}
