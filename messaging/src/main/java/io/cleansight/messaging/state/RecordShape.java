package io.cleansight.messaging.state;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A Java record as an Avro record of the same fields; it is read through its constructor. */
record RecordShape(
    Class<?> type,
    Schema schema,
    List<Shape> components,
    List<Method> accessors,
    Constructor<?> constructor)
    implements Shape {

  static RecordShape of(Class<?> type, String name, Function<AnnotatedType, Shape> shapes) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("no state can hold a " + type);
    }
    RecordComponent[] components = type.getRecordComponents();
    var fields = new ArrayList<Schema.Field>();
    var inside = new ArrayList<Shape>();
    for (var component : components) {
      Shape shape = shapes.apply(component.getAnnotatedType());
      inside.add(shape);
      fields.add(field(component.getName(), shape));
    }
    return new RecordShape(
        type,
        Schema.createRecord(name, null, null, false, fields),
        List.copyOf(inside),
        Arrays.stream(components).map(RecordShape::accessor).toList(),
        constructor(type, components));
  }

  private static Schema.Field field(String name, Shape shape) {
    Object absent = shape.absent();
    return absent == null
        ? new Schema.Field(name, shape.schema(), null)
        : new Schema.Field(name, shape.schema(), null, absent);
  }

  @Override
  public Object write(Object value, Instant base) {
    var written = new GenericData.Record(schema);
    for (int i = 0; i < components.size(); i++) {
      Object component = component(i, value);
      written.put(i, component == null ? ifAllowed(i) : components.get(i).write(component, base));
    }
    return written;
  }

  @Override
  public Object read(Object datum, Instant base) {
    var read = (GenericRecord) datum;
    var arguments = new @Nullable Object[components.size()];
    for (int i = 0; i < arguments.length; i++) {
      Object field = read.get(i);
      arguments[i] = field == null ? ifAllowed(i) : components.get(i).read(field, base);
    }
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException refused) {
      throw new IllegalArgumentException(
          "no " + type.getSimpleName() + ": " + Arrays.toString(arguments), refused.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  /** Null, unless the component may not be. */
  private @Nullable Object ifAllowed(int index) {
    if (!components.get(index).mayBeNull()) {
      throw new IllegalArgumentException(
          type.getSimpleName() + "." + schema.getFields().get(index).name() + " is null");
    }
    return null;
  }

  private @Nullable Object component(int index, Object of) {
    try {
      return accessors.get(index).invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(accessors.get(index) + " cannot be asked", e);
    }
  }

  private static Method accessor(RecordComponent component) {
    Method accessor = component.getAccessor();
    accessor.setAccessible(true);
    return accessor;
  }

  private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
    try {
      Constructor<?> canonical =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      canonical.setAccessible(true);
      return canonical;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has a canonical constructor: " + type, e);
    }
  }
}
