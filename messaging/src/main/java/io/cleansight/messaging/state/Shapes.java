package io.cleansight.messaging.state;

import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
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
      return CollectionShapes.list(shape(of[0]));
    }
    if (raw == Set.class) {
      return CollectionShapes.set(shape(of[0]));
    }
    if (raw == Map.class) {
      return of[0].getType() == String.class
          ? CollectionShapes.mapByName(shape(of[1]))
          : CollectionShapes.map(shape(of[0]), shape(of[1]), entryName(of));
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
}
