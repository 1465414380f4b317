package io.cleansight.query.openapi;

import io.cleansight.query.access.Caller;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.util.StringUtils;
import org.springframework.web.method.HandlerMethod;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * OpenAPI 3.1 of everything under {@code /api/v1}, at {@code /v3/api-docs} and as a page at {@code
 * /swagger-ui.html}. Its words are our Javadoc's.
 */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
  private static final String DESCRIPTION =
      """
      The hygiene record of the cameras of a site. Machines send X-API-Key or a bearer token, browsers a session's \
      cookie. Lists go on with `cursor`; times are ISO 8601 with an offset. A command is answered with what came of it, or with \
      202 if that takes longer than two seconds. Errors are RFC 9457 problems that name the field and the limit.""";

  /** What a caller may come with: one of these. */
  private static final SequencedMap<String, SecurityScheme> CREDENTIALS = new LinkedHashMap<>();

  static {
    CREDENTIALS.put(
        "api_key",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("X-API-Key"));
    CREDENTIALS.put(
        "bearer",
        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT"));
    CREDENTIALS.put(
        "session",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name("cleansight_session"));
    SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class);
  }

  @Bean
  OpenAPI description() {
    var components = new Components().addSchemas("Problem", Answers.problem());
    CREDENTIALS.forEach(components::addSecuritySchemes);
    return new OpenAPI()
        .info(
            new Info()
                .title("Cleansight")
                .version("v1")
                .description(DESCRIPTION)
                .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
        .servers(List.of(new Server().url("/")))
        .components(components)
        .security(
            CREDENTIALS.keySet().stream()
                .map(it -> new SecurityRequirement().addList(it))
                .toList());
  }

  @Bean
  GlobalOperationCustomizer answers() {
    return (operation, method) ->
        Answers.complete(ParameterNames.correct(operation, method), method)
            .operationId(operationId(method));
  }

  /**
   * Its own whatever else there is: generated clients have it as a method's name. Of a method that
   * several controllers inherit, the controller's.
   */
  private static String operationId(HandlerMethod method) {
    String controller = method.getBeanType().getSimpleName().replace("Controller", "");
    String name = method.getMethod().getName();
    return StringUtils.uncapitalize(controller) + StringUtils.capitalize(name);
  }

  @Bean
  GlobalOpenApiCustomizer schemas(RecordSchemas records, JsonMapper json) throws IOException {
    JsonNode examples;
    try (InputStream in = new ClassPathResource("openapi/examples.json").getInputStream()) {
      examples = json.readTree(in);
    }
    return api -> {
      var schemas = api.getComponents().getSchemas();
      records.correct(schemas);
      schemas.computeIfPresent("JsonNode", (_, _) -> new JsonSchema().description("Any JSON."));
      examples
          .properties()
          .forEach(
              it ->
                  schema(schemas, it.getKey())
                      .setExample(json.convertValue(it.getValue(), Object.class)));
    };
  }

  @SuppressWarnings("rawtypes") // as the model has it
  private static Schema schema(Map<String, Schema> schemas, String name) {
    Schema schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalStateException("an example of no schema: " + name);
    }
    return schema;
  }
}
