package io.cleansight.query.web;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.deser.jackson.JsonNodeDeserializer;
import tools.jackson.databind.deser.std.StdScalarDeserializer;
import tools.jackson.databind.module.SimpleModule;

/**
 * Refuses text that the record cannot keep, or that nobody sees, wherever it stands in a body:
 * control characters but for tabs and ends of lines, and halves of characters.
 */
@Configuration(proxyBeanMethods = false)
public class Texts {
  private static final String REFUSED =
      "no control characters but tabs and ends of lines, no halves of characters";

  @Bean
  JacksonModule textsThatAreKept() {
    return new SimpleModule("texts")
        .addDeserializer(String.class, new OfText())
        .addDeserializer(JsonNode.class, new OfTree());
  }

  /** Whether the record keeps it as it is. */
  public static boolean isKept(String text) {
    return text.codePoints()
        .noneMatch(
            it ->
                (Character.isISOControl(it) && it != '\t' && it != '\n' && it != '\r')
                    || Character.getType(it) == Character.SURROGATE);
  }

  private static final class OfText extends StdScalarDeserializer<String> {
    OfText() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
      String text = parser.getValueAsString();
      if (text == null) {
        return (String) context.handleUnexpectedToken(getValueType(context), parser);
      }
      if (!isKept(text)) {
        return context.reportInputMismatch(this, REFUSED);
      }
      return text;
    }
  }

  private static final class OfTree extends JsonNodeDeserializer {
    @Override
    public JsonNode deserialize(JsonParser parser, DeserializationContext context) {
      JsonNode tree = super.deserialize(parser, context);
      check(tree, context);
      return tree;
    }

    private void check(JsonNode tree, DeserializationContext context) {
      if (tree.isString() && !isKept(tree.stringValue())) {
        context.reportInputMismatch(this, REFUSED);
      }
      tree.propertyNames()
          .forEach(
              name -> {
                if (!isKept(name)) {
                  context.reportInputMismatch(this, REFUSED);
                }
              });
      tree.forEach(child -> check(child, context));
    }
  }
}
