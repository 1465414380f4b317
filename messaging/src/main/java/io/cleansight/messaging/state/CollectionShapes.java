package io.cleansight.messaging.state;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** The shapes of lists, sets and maps, by the shapes of what they hold. */
final class CollectionShapes {
  private CollectionShapes() {}

  static Shape list(Shape element) {
    return new Several(element, Collectors.toUnmodifiableList());
  }

  static Shape set(Shape element) {
    return new Several(element, Collectors.toUnmodifiableSet());
  }

  /** A map with strings for keys. */
  static Shape mapByName(Shape value) {
    return new ByName(value);
  }

  /**
   * A map with other keys.
   *
   * @param entryName of the record that one of its entries is written as
   */
  static Shape map(Shape key, Shape value, String entryName) {
    return ByKey.of(key, value, entryName);
  }

  private record Several(Shape element, Collector<Object, ?, ? extends Collection<Object>> into)
      implements Shape {
    @Override
    public Schema schema() {
      return Schema.createArray(element.schema());
    }

    @Override
    public Object write(Object value, Instant base) {
      return ((Collection<?>) value).stream().map(it -> element.write(it, base)).toList();
    }

    @Override
    public Object read(Object datum, Instant base) {
      return ((Collection<?>) datum).stream().map(it -> element.read(it, base)).collect(into);
    }

    @Override
    public Object absent() {
      return List.of();
    }
  }

  /** A map with strings for keys, as Avro has it. */
  private record ByName(Shape value) implements Shape {
    @Override
    public Schema schema() {
      return Schema.createMap(value.schema());
    }

    @Override
    public Object write(Object map, Instant base) {
      var written = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) map).forEach((key, it) -> written.put(key.toString(), value.write(it, base)));
      return written;
    }

    @Override
    public Object read(Object datum, Instant base) {
      var read = new LinkedHashMap<String, Object>();
      ((Map<?, ?>) datum).forEach((key, it) -> read.put(key.toString(), value.read(it, base)));
      return read;
    }

    @Override
    public Object absent() {
      return Map.of();
    }
  }

  /** A map with other keys: its entries. */
  private record ByKey(Shape key, Shape value, Schema entry) implements Shape {
    static ByKey of(Shape key, Shape value, String name) {
      Schema entry =
          SchemaBuilder.record(name)
              .fields()
              .name("key")
              .type(key.schema())
              .noDefault()
              .name("value")
              .type(value.schema())
              .noDefault()
              .endRecord();
      return new ByKey(key, value, entry);
    }

    @Override
    public Schema schema() {
      return Schema.createArray(entry);
    }

    @Override
    public Object write(Object map, Instant base) {
      var written = new ArrayList<GenericRecord>();
      ((Map<?, ?>) map)
          .forEach(
              (mapKey, mapValue) -> {
                var one = new GenericData.Record(entry);
                one.put(0, key.write(mapKey, base));
                one.put(1, value.write(mapValue, base));
                written.add(one);
              });
      return written;
    }

    @Override
    public Object read(Object datum, Instant base) {
      var read = new LinkedHashMap<Object, Object>();
      for (var one : (Collection<?>) datum) {
        var pair = (GenericRecord) one;
        read.put(key.read(pair.get(0), base), value.read(pair.get(1), base));
      }
      return read;
    }

    @Override
    public Object absent() {
      return List.of();
    }
  }
}
