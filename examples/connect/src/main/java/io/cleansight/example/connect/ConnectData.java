package io.cleansight.example.connect;

import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.avro.LogicalTypes;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;

/**
 * Avro's schemas and values as Kafka Connect has them, as far as our events need it: times in
 * milliseconds, unions of null and one other type.
 */
final class ConnectData {
  private final Map<org.apache.avro.Schema, Schema> schemas = new ConcurrentHashMap<>();

  Schema schema(org.apache.avro.Schema avro) {
    Schema known = schemas.get(avro);
    if (known == null) {
      known = builder(avro).build();
      schemas.put(avro, known);
    }
    return known;
  }

  private SchemaBuilder builder(org.apache.avro.Schema avro) {
    return switch (avro.getType()) {
      case BOOLEAN -> SchemaBuilder.bool();
      case INT -> SchemaBuilder.int32();
      case LONG ->
          avro.getLogicalType() instanceof LogicalTypes.TimestampMicros
              ? Timestamp.builder()
              : SchemaBuilder.int64();
      case FLOAT -> SchemaBuilder.float32();
      case DOUBLE -> SchemaBuilder.float64();
      case BYTES -> SchemaBuilder.bytes();
      case STRING -> SchemaBuilder.string();
      case ARRAY -> SchemaBuilder.array(schema(avro.getElementType()));
      case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, schema(avro.getValueType()));
      case UNION -> builder(avro.getTypes().getLast()).optional();
      case RECORD -> {
        var struct = SchemaBuilder.struct().name(avro.getFullName());
        avro.getFields().forEach(it -> struct.field(it.name(), schema(it.schema())));
        yield struct;
      }
      case ENUM, FIXED, NULL -> throw new IllegalArgumentException("our events have no " + avro);
    };
  }

  Object value(Schema schema, Object avro) {
    return switch (avro) {
      case null -> null;
      case CharSequence text -> text.toString();
      case Long micros when Timestamp.LOGICAL_NAME.equals(schema.name()) ->
          new Date(Math.floorDiv(micros, 1000));
      case Collection<?> items ->
          items.stream().map(it -> value(schema.valueSchema(), it)).toList();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(
                  Collectors.toMap(
                      it -> it.getKey().toString(),
                      it -> value(schema.valueSchema(), it.getValue())));
      case IndexedRecord record -> {
        var struct = new Struct(schema);
        record
            .getSchema()
            .getFields()
            .forEach(
                it ->
                    struct.put(
                        it.name(), value(schema.field(it.name()).schema(), record.get(it.pos()))));
        yield struct;
      }
      default -> avro;
    };
  }
}
