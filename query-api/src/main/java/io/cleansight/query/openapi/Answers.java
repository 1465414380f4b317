package io.cleansight.query.openapi;

import io.cleansight.query.command.IdempotencyKey;
import io.cleansight.query.web.IfMatch;
import io.cleansight.query.web.Versioned;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.core.ResolvableType;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * Says of each request which answers it has, by the rules that hold for all: a command is applied
 * or accepted, and every error is a problem.
 */
final class Answers {
  private static final SortedMap<String, String> PROBLEMS =
      new TreeMap<>(
          Map.of(
              "400",
              "A parameter, the body or one of its fields cannot be used; the problem names it.",
              "401",
              "Nobody is logged in, and neither a key nor a token is known.",
              "403",
              "The caller's role does not allow that.",
              "413",
              "The body has more than 256 kB.",
              "415",
              "The body is not JSON.",
              "429",
              "Too many requests; Retry-After says when to try again.",
              "503",
              "Kafka or the database does not answer; nothing was changed."));

  private static final Set<String> OF_BODIES = Set.of("413", "415");

  private static final Map<String, Object> EXAMPLES =
      Map.ofEntries(
          Map.entry("from", "2026-03-01T00:00:00+08:00"),
          Map.entry("to", "2026-03-02T00:00:00+08:00"),
          Map.entry("time_zone", "Asia/Shanghai"),
          Map.entry("camera_id", "line-1"),
          Map.entry("camera", "line-1"),
          Map.entry(IdempotencyKey.HEADER, "8d5a3f5e-confirm-1"),
          Map.entry(IfMatch.HEADER, "*"),
          Map.entry("violation_type", "no_hairnet"),
          Map.entry("status", "confirmed"),
          Map.entry("shifts", "6,14,22"),
          Map.entry("zone", "work_area"),
          Map.entry("shift", "night"),
          Map.entry("date", "2026-03-01"),
          Map.entry("hour_of_week", "1 06"));

  private Answers() {}

  static JsonSchema problem() {
    var text = new JsonSchema();
    text.addType("string");
    var number = new JsonSchema();
    number.addType("integer");
    var problem = new JsonSchema();
    problem.addType("object");
    problem.setDescription("RFC 9457; field is what was wrong, where it is one.");
    for (String name : List.of("type", "title", "detail", "instance", "field")) {
      problem.addProperty(name, text);
    }
    problem.addProperty("status", number);
    problem.setRequired(List.of("title", "status", "detail"));
    return problem;
  }

  static Operation complete(Operation operation, HandlerMethod method) {
    operation.setTags(List.of(tag(method)));
    ApiResponses answers = operation.getResponses();
    ApiResponse usual =
        Objects.requireNonNullElseGet(answers.remove("200"), ApiResponse::new).description("Done.");
    successes(answers, usual, method);
    content(usual, method);
    versions(answers, usual, operation, method);
    problems(answers, operation, method);
    if (operation.getParameters() != null) {
      operation
          .getParameters()
          .forEach(it -> it.setExample(EXAMPLES.getOrDefault(it.getName(), it.getExample())));
    }
    return operation;
  }

  private static void problems(ApiResponses answers, Operation operation, HandlerMethod method) {
    PROBLEMS.forEach(
        (status, why) -> {
          if (!OF_BODIES.contains(status) || operation.getRequestBody() != null) {
            answers.addApiResponse(status, problem(why));
          }
        });
    if (tag(method).equals("session") && method.hasMethodAnnotation(PostMapping.class)) {
      answers.remove("403");
    }
    if (hasPath(operation)) {
      answers.addApiResponse("404", problem("There is none, or the caller may not see it."));
    }
    if (method.hasMethodAnnotation(PutMapping.class)
        || method.hasMethodAnnotation(DeleteMapping.class)
        || has(operation, IdempotencyKey.HEADER)) {
      answers.addApiResponse("409", problem("It is not, or is no longer, as the caller thinks."));
    }
  }

  /** What is changed only if it is as the caller has read it. */
  private static void versions(
      ApiResponses answers, ApiResponse usual, Operation operation, HandlerMethod method) {
    if (isVersioned(method)) {
      usual.addHeaderObject(
          "ETag", new Header().description("Its version, in quotes.").schema(text("string")));
    }
    if (has(operation, IfMatch.HEADER)) {
      operation.getParameters().stream()
          .filter(it -> it.getName().equals(IfMatch.HEADER))
          .forEach(it -> it.setDescription("The ETag of what was read; *: whatever there is now."));
      answers.addApiResponse("412", problem("Somebody else changed it meanwhile."));
      answers.addApiResponse("428", problem("If-Match is missing."));
    }
    if (has(operation, HttpHeaders.IF_NONE_MATCH)) {
      answers.addApiResponse(
          "201", new ApiResponse().description("Made.").content(usual.getContent()));
    }
  }

  private static boolean isVersioned(HandlerMethod method) {
    ResolvableType returned = ResolvableType.forMethodReturnType(method.getMethod());
    return Versioned.class.isAssignableFrom(
        (ResponseEntity.class.equals(returned.resolve()) ? returned.getGeneric(0) : returned)
            .toClass());
  }

  private static void successes(ApiResponses answers, ApiResponse usual, HandlerMethod method) {
    boolean answersMore = method.getMethod().getReturnType().equals(ResponseEntity.class);
    var accepted = new ApiResponse().description("Under way; not applied within two seconds.");
    if (method.hasMethodAnnotation(DeleteMapping.class)) {
      answers.addApiResponse("204", new ApiResponse().description("Gone."));
      answers.addApiResponse("202", accepted);
    } else if (method.hasMethodAnnotation(PostMapping.class) && isPicture(method)) {
      answers.addApiResponse("200", usual);
      answers.addApiResponse("202", new ApiResponse().description("Nobody has answered yet."));
      answers.addApiResponse("422", problem("It has no picture; the problem says why."));
    } else if (method.hasMethodAnnotation(PostMapping.class)
        && answersMore
        && !tag(method).equals("session")) {
      answers.addApiResponse("201", usual.description("Made."));
      answers.addApiResponse("202", accepted);
    } else {
      answers.addApiResponse("200", usual);
      if (isVideo(method)) {
        answers.addApiResponse(
            "206", new ApiResponse().description("The part that was asked for."));
        answers.addApiResponse("416", problem("It has no such part."));
      }
      if (method.hasMethodAnnotation(PutMapping.class) && answersMore) {
        answers.addApiResponse("202", accepted.content(orNothing(usual.getContent())));
      }
    }
  }

  /** What an answer holds that its type does not say. */
  private static void content(ApiResponse usual, HandlerMethod method) {
    Type returned = method.getMethod().getGenericReturnType();
    if (tag(method).equals("personaldata")) {
      usual.content(new Content().addMediaType("application/zip", file()));
    } else if (tag(method).equals("video") && isStreamed(returned)) {
      usual.content(new Content().addMediaType("video/mp4", file()));
      for (String name : List.of("X-Video-From", "X-Video-To")) {
        usual.addHeaderObject(name, new Header().schema(text("string").format("date-time")));
      }
    } else if (isStreamed(returned)) {
      usual.content(
          new Content()
              .addMediaType("text/csv", file())
              .addMediaType(
                  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", file()));
    } else if (isPicture(method)) {
      usual.content(new Content().addMediaType("image/jpeg", file()));
    } else if (isVideo(method)) {
      usual.content(new Content().addMediaType("video/mp4", file()));
    } else if (returned.equals(SseEmitter.class)) {
      usual.content(
          new Content().addMediaType("text/event-stream", new MediaType().schema(text("string"))));
    }
  }

  private static boolean isStreamed(Type returned) {
    return returned.getTypeName().contains(StreamingResponseBody.class.getSimpleName());
  }

  private static boolean isPicture(HandlerMethod method) {
    return method.getMethod().getGenericReturnType().getTypeName().contains("byte[]");
  }

  private static boolean isVideo(HandlerMethod method) {
    return method
        .getMethod()
        .getGenericReturnType()
        .getTypeName()
        .contains(Resource.class.getName());
  }

  private static Content orNothing(Content content) {
    return content == null ? new Content() : content;
  }

  private static MediaType file() {
    return new MediaType().schema(text("string").format("binary"));
  }

  private static Schema<?> text(String type) {
    var schema = new JsonSchema();
    schema.addType(type);
    return schema;
  }

  private static boolean has(Operation operation, String header) {
    return operation.getParameters() != null
        && operation.getParameters().stream().map(Parameter::getName).anyMatch(header::equals);
  }

  private static boolean hasPath(Operation operation) {
    return operation.getParameters() != null
        && operation.getParameters().stream().map(Parameter::getIn).anyMatch("path"::equals);
  }

  private static ApiResponse problem(String why) {
    var answer =
        new ApiResponse()
            .description(why)
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType()
                            .schema(new JsonSchema().$ref("#/components/schemas/Problem"))));
    if (why.contains("Retry-After")) {
      answer.addHeaderObject(
          "Retry-After", new Header().description("Seconds.").schema(text("integer")));
    }
    return answer;
  }

  private static String tag(HandlerMethod method) {
    String name = method.getBeanType().getSimpleName();
    return name.substring(0, name.indexOf("Controller")).toLowerCase(Locale.ROOT);
  }
}
