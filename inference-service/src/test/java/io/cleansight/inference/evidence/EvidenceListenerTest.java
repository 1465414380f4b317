package io.cleansight.inference.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.ErrorCode;
import io.cleansight.contracts.codec.EventSerializer;
import io.cleansight.event.Box;
import io.cleansight.event.Evidence;
import io.cleansight.event.Frame;
import io.cleansight.event.Violation;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.RecordLookup;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class EvidenceListenerTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final TopicPartition PLACE = new TopicPartition(Topics.FRAMES, 2);
  private static final byte[] JPEG = "a picture".getBytes(StandardCharsets.US_ASCII);
  private static final Box HEAD = new Box(0.1, 0.1, 0.1, 0.1);
  private static final Box BYSTANDER = new Box(0.7, 0.2, 0.1, 0.1);
  private static final String PARENT = "00-0123456789abcdef0123456789abcdef-0123456789abcdef-01";

  private final MockConsumer<String, Decoded<SpecificRecord>> frames = new MockConsumer<>("none");
  private final MockProducer<String, Object> producer =
      new MockProducer<>(true, null, new StringSerializer(), new EventSerializer()) {
        @Override
        public void close(Duration timeout) {
          // The template closes what it takes for a producer of its own after every send.
        }
      };
  private final EventRecords records = new EventRecords("test");
  private final EvidenceListener listener =
      new EvidenceListener(
          new RecordLookup(frames),
          new KafkaTemplate<>(new MockProducerFactory<>(() -> producer)),
          records);

  @BeforeEach
  void keepFrames40To49() {
    var info = new PartitionInfo(PLACE.topic(), PLACE.partition(), null, new Node[0], new Node[0]);
    frames.updatePartitions(PLACE.topic(), List.of(info));
    frames.updateBeginningOffsets(Map.of(PLACE, 40L));
    frames.updateEndOffsets(Map.of(PLACE, 50L));
  }

  @Test
  void aViolationThatOpensGetsThePictureThatOpenedIt() {
    fetch(42, new Decoded.Event<>(frame(42)));
    listener.on(List.of(record(violation(42).build())));
    Evidence evidence = theOne();
    assertThat(evidence.getViolationId()).isEqualTo(violation(42).build().getViolationId());
    assertThat(evidence.getCameraId()).isEqualTo("line-1");
    assertThat(evidence.getFrameId()).isEqualTo(Ids.frame("line-1", NOON, 42));
    assertThat(evidence.getCapturedAt()).isEqualTo(NOON.plusSeconds(42));
    assertThat(evidence.getState()).isEqualTo("present");
    assertThat(evidence.getJpeg()).isEqualTo(ByteBuffer.wrap(JPEG));
    assertThat(evidence.getReason()).isNull();
    assertThat(evidence.getHeads()).containsExactly(HEAD, BYSTANDER);
    // printf 'a picture' | sha256sum
    assertThat(evidence.getSha256())
        .isEqualTo("92b2fa58028958317e408bd84ecfa70f5ee35b121991dbc232c49d166353708b");
  }

  @Test
  void anotherFrameAtItsPlaceIsNotItsPicture() {
    // The topic was made anew: what lies there now is of somebody else.
    fetch(42, new Decoded.Event<>(frame(7)));
    listener.on(List.of(record(violation(42).build())));
    isMissing(theOne());
  }

  @Test
  void aFrameThatIsGoneIsSaidToBe() {
    listener.on(List.of(record(violation(39).build()), record(violation(50).build())));
    assertThat(producer.history()).hasSize(2).allSatisfy(it -> isMissing((Evidence) it.value()));
  }

  /** As somebody else's detector may say it. */
  @Test
  void aPlaceThatIsNoneHoldsUpNobody() {
    fetch(42, new Decoded.Event<>(frame(42)));
    listener.on(
        List.of(
            record(violation(41).setFramePartition(-1).setFrameOffset(-1).build()),
            record(violation(42).build()),
            record(violation(43).setFramePartition(PLACE.partition() + 1).build())));
    List<Evidence> told = producer.history().stream().map(it -> (Evidence) it.value()).toList();
    assertThat(told)
        .extracting(Evidence::getState)
        .containsExactly("missing", "present", "missing");
  }

  @Test
  void aFrameThatCannotBeReadIsMissingToo() {
    fetch(42, new Decoded.Unreadable<>(new byte[0], ErrorCode.EMPTY, "nothing"));
    listener.on(List.of(record(violation(42).build())));
    isMissing(theOne());
  }

  @Test
  void aFrameThatDoesNotComeIsTroubleAndNotMissing() {
    assertThatIllegalStateException()
        .isThrownBy(() -> listener.on(List.of(record(violation(42).build()))))
        .withMessageContaining("cleansight.frames-2@42");
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void aViolationThatClosesGetsNone() {
    fetch(42, new Decoded.Event<>(frame(42)));
    listener.on(
        List.of(
            record(violation(42).setState("closed").setClosedAt(NOON.plusSeconds(60)).build())));
    assertThat(producer.history()).isEmpty();
  }

  @Test
  void whatIsNoViolationIsLeftToOthersAndItsNeighboursAreServed() {
    fetch(42, new Decoded.Event<>(frame(42)));
    var unreadable =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            Topics.VIOLATIONS,
            0,
            1,
            "line-1",
            new Decoded.Unreadable<>(new byte[] {1}, ErrorCode.MALFORMED, "no"));
    var another =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            Topics.VIOLATIONS, 0, 2, "line-1", new Decoded.Event<>(frame(1)));
    listener.on(Arrays.asList(unreadable, another, record(violation(42).build())));
    assertThat(theOne().getState()).isEqualTo("present");
  }

  @Test
  void evidenceIsKeyedByCameraAndTracedToItsViolation() {
    fetch(42, new Decoded.Event<>(frame(42)));
    listener.on(List.of(record(violation(42).build())));
    ProducerRecord<String, Object> sent = producer.history().getFirst();
    assertThat(sent.topic()).isEqualTo(Topics.EVIDENCE);
    assertThat(sent.key()).isEqualTo("line-1");
    assertThat(header(sent, "ce_id"))
        .isEqualTo(Ids.event(Topics.EVIDENCE, violation(42).build().getViolationId()).toString());
    assertThat(header(sent, "ce_time")).isEqualTo("2026-03-01T12:00:42Z");
    assertThat(header(sent, "traceparent")).startsWith(PARENT.substring(0, 36));
  }

  @Test
  void itsReaderIsClosedWithIt() {
    listener.close();
    assertThat(frames.closed()).isTrue();
  }

  private Evidence theOne() {
    assertThat(producer.history()).hasSize(1);
    return (Evidence) producer.history().getFirst().value();
  }

  private static void isMissing(Evidence evidence) {
    assertThat(evidence.getState()).isEqualTo("missing");
    assertThat(evidence.getReason()).isEqualTo("the frame is no longer kept");
    assertThat(evidence.getJpeg()).isNull();
    assertThat(evidence.getSha256()).isNull();
  }

  /** Lies there when it is asked for. */
  private void fetch(long offset, Decoded<SpecificRecord> value) {
    frames.schedulePollTask(
        () ->
            frames.addRecord(
                new ConsumerRecord<>(PLACE.topic(), PLACE.partition(), offset, "line-1", value)));
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> record(Violation violation) {
    var record =
        new ConsumerRecord<String, Decoded<SpecificRecord>>(
            Topics.VIOLATIONS, 0, 0, "line-1", new Decoded.Event<>(violation));
    record.headers().add("traceparent", PARENT.getBytes(StandardCharsets.US_ASCII));
    return record;
  }

  private static Violation.Builder violation(long number) {
    UUID frame = Ids.frame("line-1", NOON, number);
    return Violation.newBuilder()
        .setViolationId(Ids.violation(frame, "no_hairnet", 1))
        .setCameraId("line-1")
        .setType("no_hairnet")
        .setState("opened")
        .setEpoch(NOON)
        .setTrackId(1)
        .setOpenedAt(NOON.plusSeconds(number))
        .setConfidence(0.8)
        .setBox(new Box(0.4, 0.3, 0.05, 0.08))
        .setFrameId(frame)
        .setSequence(number)
        .setFramePartition(PLACE.partition())
        .setFrameOffset(number)
        .setReason("bare")
        .setHeads(List.of(HEAD, BYSTANDER));
  }

  private static Frame frame(long number) {
    return Frame.newBuilder()
        .setFrameId(Ids.frame("line-1", NOON, number))
        .setCameraId("line-1")
        .setEpoch(NOON)
        .setSequence(number)
        .setCapturedAt(NOON.plusSeconds(number))
        .setWidth(640)
        .setHeight(480)
        .setSourceKind("live")
        .setJpeg(ByteBuffer.wrap(JPEG))
        .build();
  }

  private static String header(ProducerRecord<?, ?> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.US_ASCII);
  }
}
