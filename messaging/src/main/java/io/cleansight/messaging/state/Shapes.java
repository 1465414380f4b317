package io.cleansight.messaging.state;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * The shapes of one state and of all that it is made of: records, sealed interfaces of records,
 * enums, lists, sets, maps, and what {@link Scalars} has. What may be null says so by an annotation
 * {@code Nullable} on the type of the component.
 */
final class Shapes {
  private final Map<Class<?>, RecordShape> records = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private Shapes() {}

  /**
   * The shape of a state.
   *
   * @throws IllegalArgumentException if it has a component of a type that cannot be written
   */
  static Shape of(Class<?> type) {
    return new Shapes().shape(type, type);
  }

  private Shape shape(AnnotatedType type) {
    Shape shape =
        type instanceof AnnotatedParameterizedType parameterised
            ? collection(parameterised)
            : shape(raw(type.getType()), type.getType());
    boolean nullable =
        Arrays.stream(type.getAnnotations())
            .anyMatch(it -> it.annotationType().getSimpleName().equals("Nullable"));
    return nullable ? new Optionally(shape) : shape;
  }

  private Shape shape(Class<?> type, Type as) {
    Shape scalar = Scalars.of(type);
    if (scalar != null) {
      return scalar;
    }
    if (type.isEnum()) {
      return enumeration(type);
    }
    if (type.isRecord()) {
      return record(type);
    }
    if (type.isSealed()) {
      return new OneOf(leaves(type).map(this::record).toList());
    }
    throw new IllegalArgumentException("no state can hold a " + as);
  }

  private static <T> Shape enumeration(Class<T> type) {
    var constants = new HashMap<String, T>();
    for (T constant : type.getEnumConstants()) {
      constants.put(((Enum<?>) constant).name(), constant);
    }
    return Scalars.text(
        type,
        constant -> ((Enum<?>) constant).name(),
        name -> Objects.requireNonNull(constants.get(name), type.getSimpleName() + " " + name));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(Shapes::leaves)
        : Stream.of(type);
  }

  private RecordShape record(Class<?> type) {
    RecordShape known = records.get(type);
    if (known != null) {
      return known;
    }
    String name = nameOf(type);
    if (!names.add(name)) {
      throw new IllegalArgumentException("two records of one state are called " + name);
    }
    var shape = RecordShape.of(type, name, this::shape);
    records.put(type, shape);
    return shape;
  }

  /** With the class that it stands in; without the package, which may change. */
  static String nameOf(Class<?> type) {
    String name = type.getName();
    return name.substring(name.lastIndexOf('.') + 1).replace('$', '_');
  }

  private Shape collection(AnnotatedParameterizedType type) {
    Class<?> raw = raw(((ParameterizedType) type.getType()).getRawType());
    AnnotatedType[] of = type.getAnnotatedActualTypeArguments();
    if (raw == List.class) {
      return new Several(shape(of[0]), Collectors.toUnmodifiableList());
    }
    if (raw == Set.class) {
      return new Several(shape(of[0]), Collectors.toUnmodifiableSet());
    }
    if (raw == Map.class) {
      return of[0].getType() == String.class
          ? new ByName(shape(of[1]))
          : ByKey.of(shape(of[0]), shape(of[1]), entryName(of));
    }
    throw new IllegalArgumentException("no state can hold a " + type.getType());
  }

  private static String entryName(AnnotatedType[] keyAndValue) {
    return Stream.of(keyAndValue)
        .map(it -> nameOf(raw(it.getType())))
        .collect(Collectors.joining("_", "Entry_", ""));
  }

  private static Class<?> raw(Type type) {
    if (type instanceof Class<?> raw) {
      return raw;
    }
    if (type instanceof ParameterizedType parameterised) {
      return raw(parameterised.getRawType());
    }
    throw new IllegalArgumentException("no state can hold a " + type);
  }

  /** It, or null. */
  private record Optionally(Shape shape) implements Shape {
    @Override
    public Schema schema() {
      Schema of = shape.schema();
      var branches = new ArrayList<Schema>();
      branches.add(Schema.create(Schema.Type.NULL));
      branches.addAll(of.isUnion() ? of.getTypes() : List.of(of));
      return Schema.createUnion(branches);
    }

    @Override
    public Object write(Object value, Instant base) {
      return shape.write(value, base);
    }

    @Override
    public Object read(Object datum, Instant base) {
      return shape.read(datum, base);
    }

    @Override
    public boolean mayBeNull() {
      return true;
    }

    @Override
    public Object absent() {
      return JsonProperties.NULL_VALUE;
    }
  }

  /** One of several records, told by its name. */
  private record OneOf(List<RecordShape> shapes) implements Shape {
    @Override
    public Schema schema() {
      return Schema.createUnion(shapes.stream().map(RecordShape::schema).toList());
    }

    @Override
    public Object write(Object value, Instant base) {
      return shapes.stream()
          .filter(it -> it.type().isInstance(value))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("none of " + schema() + ": " + value))
          .write(value, base);
    }

    @Override
    public Object read(Object datum, Instant base) {
      String name = ((GenericRecord) datum).getSchema().getName();
      return shapes.stream()
          .filter(it -> it.schema().getName().equals(name))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("none of " + schema() + ": " + name))
          .read(datum, base);
    }
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
