package io.cleansight.query.openapi;

import static tools.jackson.databind.PropertyNamingStrategies.SNAKE_CASE;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.JavaType;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers which record each schema was made of, to say of it what our JSON says: names in snake
 * case, what may be null, and JSON that is passed on as it is.
 */
@Component
class RecordSchemas implements ModelConverter {
  private final Map<String, Class<?>> records = new ConcurrentHashMap<>();

  @Override
  public @Nullable Schema<?> resolve(
      AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
    if (!chain.hasNext()) {
      return null;
    }
    Schema<?> schema = chain.next().resolve(type, context, chain);
    if (schema != null && schema.get$ref() != null) {
      JavaType java = Json31.mapper().constructType(type.getType());
      if (java.getRawClass().isRecord()) {
        String ref = schema.get$ref();
        records.put(ref.substring(ref.lastIndexOf('/') + 1), java.getRawClass());
      }
    }
    return schema;
  }

  /** Corrects what was said of records. */
  @SuppressWarnings({"rawtypes", "unchecked"}) // as the model has it
  void correct(Map<String, Schema> schemas) {
    records.forEach(
        (name, record) -> {
          Schema schema = schemas.get(name);
          if (schema != null && schema.getProperties() != null) {
            correct(schema, record);
          }
        });
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static void correct(Schema schema, Class<?> record) {
    Map<String, Schema> before = schema.getProperties();
    var after = new LinkedHashMap<String, Schema>();
    var always = new ArrayList<String>();
    for (RecordComponent component : record.getRecordComponents()) {
      Schema property = before.get(component.getName());
      if (property == null) {
        continue;
      }
      String name = SNAKE_CASE.nameForField(null, null, component.getName());
      boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      if (!nullable) {
        always.add(name);
      }
      after.put(
          name,
          component.getAccessor().isAnnotationPresent(JsonRawValue.class)
              ? anyJson(property)
              : nullable ? orNull(property) : property);
    }
    schema.setProperties(after);
    schema.setRequired(always.isEmpty() ? null : always);
  }

  @SuppressWarnings("rawtypes")
  private static Schema anyJson(Schema text) {
    return new JsonSchema().description(text.getDescription());
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private static Schema orNull(Schema schema) {
    if (schema.get$ref() != null) {
      return new JsonSchema()
          .description(schema.getDescription())
          .anyOf(List.of(new JsonSchema().$ref(schema.get$ref()), nothing()));
    }
    var types = new LinkedHashSet<String>();
    if (schema.getTypes() != null) {
      types.addAll(schema.getTypes());
    } else if (schema.getType() != null) {
      types.add(schema.getType());
    }
    if (!types.isEmpty()) {
      types.add("null");
      schema.setTypes(types);
    }
    return schema;
  }

  private static Schema<?> nothing() {
    var nothing = new JsonSchema();
    nothing.addType("null");
    return nothing;
  }
}
