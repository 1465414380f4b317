package io.cleansight.query.openapi;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.BeanUtils;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;

/**
 * Says of the components of a {@link ParameterObject} what their {@link RequestParam} does, which
 * springdoc does not see there: the parameter's name and its default.
 */
final class ParameterNames {
  private ParameterNames() {}

  static Operation correct(Operation operation, HandlerMethod method) {
    Arrays.stream(method.getMethodParameters())
        .map(MethodParameter::getParameterType)
        .filter(type -> type.isAnnotationPresent(ParameterObject.class))
        .flatMap(type -> Arrays.stream(BeanUtils.getResolvableConstructor(type).getParameters()))
        .forEach(component -> correct(operation, component));
    return operation;
  }

  private static void correct(Operation operation, java.lang.reflect.Parameter component) {
    RequestParam said = component.getAnnotation(RequestParam.class);
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getName().equals(component.getName()) && parameter.getIn().equals("query")) {
        if (!said.name().isEmpty()) {
          parameter.setName(said.name());
        }
        parameter.setSchema(schema(parameter.getSchema(), said.defaultValue()));
      }
    }
  }

  /**
   * A schema of its own: springdoc has one for all parameters of a type. What is not given is
   * absent, and never null.
   */
  private static Schema<?> schema(Schema<?> schema, String value) {
    var types =
        new TreeSet<>(schema.getTypes() == null ? Set.of(schema.getType()) : schema.getTypes());
    types.remove("null");
    var own = new JsonSchema();
    own.setTypes(types);
    own.setFormat(schema.getFormat());
    if (!value.equals(ValueConstants.DEFAULT_NONE)) {
      own.setDefault(types.contains("integer") ? Integer.valueOf(value) : value);
    }
    return own;
  }
}
