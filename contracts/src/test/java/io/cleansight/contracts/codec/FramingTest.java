package io.cleansight.contracts.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.contracts.PublicTopic;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.example.ExampleEvents;
import io.cleansight.event.Camera;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static final SpecificRecord CAMERA = ExampleEvents.of(Topics.CAMERAS);
  private static final int ID = 1001;

  private final Lookup registry = new Lookup(Map.of(ID, Camera.getClassSchema()));
  private final Framing confluent = new Framing(Map.of(Topics.CAMERAS, ID), registry);
  private final Framing avro = new Framing(Map.of(), registry);

  @Test
  void theSameEventsAreInBothFramings() {
    var schemas = new HashMap<Integer, Schema>();
    var ids = new HashMap<String, Integer>();
    for (PublicTopic told : PublicTopic.all()) {
      ids.put(told.topic().name(), ids.size());
      schemas.put(schemas.size(), ExampleEvents.of(told.topic().name()).getSchema());
    }
    var written = new Framing(ids, new Lookup(schemas));
    for (String topic : ids.keySet()) {
      SpecificRecord event = ExampleEvents.of(topic);
      byte[] one = avro.encode(topic, event);
      byte[] other = written.encode(topic, event);
      assertThat(one).as(topic).startsWith(0xC3, 0x01);
      assertThat(other).startsWith(0, 0, 0, 0, ids.get(topic)).hasSize(one.length - 5);
      assertThat(written.decode(topic, one)).isEqualTo(new Decoded.Event<>(event));
      assertThat(written.decode(topic, other)).isEqualTo(new Decoded.Event<>(event));
    }
  }

  @Test
  void otherTopicsAreWrittenAsEver() {
    SpecificRecord violation = ExampleEvents.of(Topics.VIOLATIONS);
    assertThat(confluent.encode(Topics.VIOLATIONS, violation))
        .isEqualTo(EventCodec.encode(Topics.VIOLATIONS, violation));
  }

  @Test
  void anIdIsLookedUpOnce() {
    byte[] bytes = confluent.encode(Topics.CAMERAS, CAMERA);
    confluent.decode(Topics.CAMERAS, bytes);
    confluent.decode(Topics.CAMERAS, bytes);
    assertThat(registry.asked).containsExactly(ID);
  }

  @Test
  void anUnknownIdIsABadRecord() {
    byte[] bytes = confluent.encode(Topics.CAMERAS, CAMERA);
    bytes[4]++;
    assertThat(codeOf(confluent, bytes)).isEqualTo(ErrorCode.UNKNOWN_SCHEMA);
  }

  @Test
  void anotherEventsSchemaIsABadRecord() {
    byte[] bytes = confluent.encode(Topics.CAMERAS, CAMERA);
    assertThat(
            new Framing(Map.of(), new Lookup(Map.of(ID, Schema.create(Schema.Type.LONG))))
                .decode(Topics.CAMERAS, bytes))
        .isInstanceOfSatisfying(
            Decoded.Unreadable.class,
            it -> assertThat(it.code()).isEqualTo(ErrorCode.UNKNOWN_SCHEMA));
    assertThat(confluent.decode(Topics.VIOLATIONS, bytes)).isInstanceOf(Decoded.Unreadable.class);
  }

  @Test
  void aRegistryThatIsAwayMakesNoBadRecord() {
    byte[] bytes = confluent.encode(Topics.CAMERAS, CAMERA);
    registry.away = true;
    assertThatThrownBy(() -> confluent.decode(Topics.CAMERAS, bytes))
        .isInstanceOf(SchemaLookupException.class);
    registry.away = false;
    assertThat(confluent.decode(Topics.CAMERAS, bytes)).isEqualTo(new Decoded.Event<>(CAMERA));
    registry.away = true;
    assertThat(confluent.decode(Topics.CAMERAS, bytes)).isEqualTo(new Decoded.Event<>(CAMERA));
  }

  @Test
  void saysWhatIsWrong() {
    byte[] bytes = confluent.encode(Topics.CAMERAS, CAMERA);
    assertThat(codeOf(confluent, new byte[] {0, 0, 0})).isEqualTo(ErrorCode.EMPTY);
    assertThat(codeOf(confluent, Arrays.copyOf(bytes, bytes.length + 1)))
        .isEqualTo(ErrorCode.TRAILING_BYTES);
    assertThat(codeOf(confluent, Arrays.copyOf(bytes, bytes.length - 1)))
        .isEqualTo(ErrorCode.MALFORMED);
    assertThat(codeOf(new Framing(Map.of(), null), bytes)).isEqualTo(ErrorCode.UNKNOWN_SCHEMA);
  }

  private static ErrorCode codeOf(Framing framing, byte[] bytes) {
    return ((Decoded.Unreadable<SpecificRecord>) framing.decode(Topics.CAMERAS, bytes)).code();
  }

  /** Knows some schemas, and may be away. */
  private static final class Lookup implements SchemaLookup {
    final List<Integer> asked = new ArrayList<>();
    private final Map<Integer, Schema> schemas;
    boolean away;

    Lookup(Map<Integer, Schema> schemas) {
      this.schemas = schemas;
    }

    @Override
    public @Nullable Schema find(int id) {
      if (away) {
        throw new SchemaLookupException("away");
      }
      asked.add(id);
      return schemas.get(id);
    }
  }
}
