package io.cleansight.messaging.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.message.BinaryMessageEncoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateSerdeTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  sealed interface Content {
    record Nothing() implements Content {}

    record Boxes(List<Integer> sizes) implements Content {}

    sealed interface Liquid extends Content {
      record Bottle(double litres, @Nullable Instant opened) implements Liquid {}
    }
  }

  record Size(double width, float weight) {}

  record Everything(
      boolean flag,
      int count,
      @Nullable Integer limit,
      long number,
      float share,
      double exact,
      String name,
      @Nullable String note,
      UUID id,
      Instant at,
      @Nullable Instant until,
      Duration length,
      DayOfWeek day,
      LocalTime time,
      ZoneId zone,
      List<Size> sizes,
      Set<DayOfWeek> days,
      Map<String, Instant> byName,
      Map<Long, Size> byNumber,
      Map<UUID, Content> byId,
      Content content,
      @Nullable Content more) {}

  private static final Everything EVERYTHING =
      new Everything(
          true,
          -3,
          7,
          1L << 60,
          0.1f,
          Math.PI,
          "Küche",
          "note",
          new UUID(-5, 5),
          NOON,
          NOON.plusSeconds(1),
          Duration.ofNanos(-1),
          DayOfWeek.SUNDAY,
          LocalTime.of(6, 30),
          ZoneId.of("Asia/Shanghai"),
          List.of(new Size(1, 2), new Size(3, 4)),
          Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
          Map.of("a", NOON.minusSeconds(1), "b", Instant.EPOCH),
          Map.of(1L, new Size(5, 6), -2L, new Size(7, 8)),
          Map.of(new UUID(1, 2), new Content.Nothing()),
          new Content.Boxes(List.of(1, 2, 3)),
          new Content.Liquid.Bottle(0.7, NOON));

  private static final Everything LITTLE =
      new Everything(
          false,
          0,
          null,
          0,
          0,
          0,
          "",
          null,
          new UUID(0, 0),
          Instant.EPOCH,
          null,
          Duration.ZERO,
          DayOfWeek.MONDAY,
          LocalTime.MIDNIGHT,
          ZoneId.of("UTC"),
          List.of(),
          Set.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          new Content.Liquid.Bottle(1, null),
          null);

  /** Of an older release, see state/0.0.1, it had no owner, no tags and no size, but a colour. */
  record Shelf(
      String name,
      List<Size> boxes,
      @Nullable String owner,
      List<String> tags,
      int size,
      boolean locked,
      Duration age,
      Map<String, Size> bySide,
      Map<Long, Size> byRow) {}

  record Dates(Instant at, List<Instant> more) {}

  record Picky(int count) {
    Picky {
      if (count > 5) {
        throw new IllegalArgumentException("too many: " + count);
      }
    }
  }

  record Loose(int count) {}

  record Unwritable(URI address) {}

  record Deep(List<Map<String, Object>> things) {}

  @Test
  void readsWhatItWrote() {
    var serde = StateSerde.of(Everything.class);
    assertThat(copied(serde, EVERYTHING)).isEqualTo(EVERYTHING);
    assertThat(copied(serde, LITTLE)).isEqualTo(LITTLE);
    var relative = StateSerde.of(Everything.class, Everything::at);
    assertThat(copied(relative, EVERYTHING)).isEqualTo(EVERYTHING);
    assertThat(copied(relative, LITTLE)).isEqualTo(LITTLE);
  }

  @Test
  void nothingIsNothing() {
    var serde = StateSerde.of(Size.class);
    assertThat(serde.serializer().serialize("changelog", null)).isNull();
    assertThat(serde.deserializer().deserialize("changelog", null)).isNull();
  }

  @Test
  void instantsNearTheBaseTakeHalfTheBytes() {
    var dates = new Dates(NOON, List.of(NOON.minusSeconds(1), NOON, NOON.plusSeconds(3)));
    int absolute = StateSerde.of(Dates.class).serializer().serialize("changelog", dates).length;
    int relative =
        StateSerde.of(Dates.class, Dates::at).serializer().serialize("changelog", dates).length;
    // Header 10, list 2; base 1 and four of 8 against base 8 and 1, 4, 1, 4.
    assertThat(absolute).isEqualTo(10 + 2 + 1 + 4 * 8);
    assertThat(relative).isEqualTo(10 + 2 + 8 + 1 + 3 + 1 + 4);
  }

  @Test
  void readsWhatAnOlderReleaseWrote() throws IOException {
    Schema old = schema("/state/0.0.1/StateSerdeTest_Shelf.avsc");
    Schema shelf = old.getField("state").schema();
    Schema box = shelf.getField("boxes").schema().getElementType();
    var size = new GenericData.Record(box);
    size.put("width", 1.5);
    size.put("weight", 2f);
    size.put("colour", "green");
    var state = new GenericData.Record(shelf);
    state.put("name", "left");
    state.put("boxes", List.of(size));
    assertThat(read(Shelf.class, written(old, state)))
        .isEqualTo(
            new Shelf(
                "left",
                List.of(new Size(1.5, 2)),
                null,
                List.of(),
                0,
                false,
                Duration.ZERO,
                Map.of(),
                Map.of()));
  }

  @Test
  void itsOwnSchemaIsOneThatAvroReads() {
    for (var serde : List.of(StateSerde.of(Everything.class), StateSerde.of(Shelf.class))) {
      Schema parsed = new Schema.Parser().parse(serde.schema().toString());
      assertThat(SchemaNormalization.parsingFingerprint64(parsed))
          .isEqualTo(SchemaNormalization.parsingFingerprint64(serde.schema()));
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(serde.schema(), parsed).getType())
          .isEqualTo(SchemaCompatibility.SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @Test
  void whatALaterReleaseWroteIsRefusedByItsFingerprint() throws IOException {
    Schema later = StateSerde.of(Dates.class).schema();
    var state = new GenericData.Record(later.getField("state").schema());
    state.put("at", 1L);
    state.put("more", List.of());
    byte[] bytes = written(later, state);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(Size.class, bytes))
        .withMessageMatching(
            "no schema of Size has the fingerprint [0-9a-f]{16}: a later release" + " wrote it");
  }

  @Test
  void whatIsNoStateIsRefused() {
    byte[] json = "{\"width\": 1, \"weight\": 2}".getBytes(StandardCharsets.UTF_8);
    assertThatIllegalStateException()
        .isThrownBy(() -> read(Size.class, json))
        .withMessageStartingWith("a state of Size without a schema's fingerprint");
    assertThatIllegalStateException().isThrownBy(() -> read(Size.class, new byte[0]));
  }

  @Test
  void whatARecordRefusesIsNamed() throws IOException {
    Schema schema = StateSerde.of(Picky.class).schema();
    var state = new GenericData.Record(schema.getField("state").schema());
    state.put("count", 6);
    byte[] bytes = written(schema, state);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Picky.class, bytes))
        .withMessage("no Picky: [6]")
        .withStackTraceContaining("too many: 6");
  }

  @Test
  void aTypeThatCannotBeWrittenIsRefusedAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateSerde.of(Unwritable.class))
        .withMessageContaining("java.net.URI");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StateSerde.of(Deep.class))
        .withMessageContaining("java.lang.Object");
  }

  private static <T> @Nullable T copied(StateSerde<T> serde, T state) {
    byte[] bytes = serde.serializer().serialize("changelog", state);
    return serde.deserializer().deserialize("changelog", bytes);
  }

  private static <T> @Nullable T read(Class<T> type, byte[] bytes) {
    return StateSerde.of(type).deserializer().deserialize("changelog", bytes);
  }

  private static byte[] written(Schema schema, GenericRecord state) throws IOException {
    var whole = new GenericData.Record(schema);
    whole.put("base", 0L);
    whole.put("state", state);
    return new BinaryMessageEncoder<>(GenericData.get(), schema).encode(whole).array();
  }

  private static Schema schema(String resource) throws IOException {
    try (InputStream in = StateSerdeTest.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in));
    }
  }
}
