package io.cleansight.query.web;

import io.cleansight.rule.condition.BadRuleException;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Errors as problem+json (RFC 9457) that name the field and the limit. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /**
   * A body that is no JSON, or JSON that is no request: by what is wrong with it, not by our
   * classes' names.
   */
  @Override
  protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    ProblemDetail problem = problem(e, status);
    return handleExceptionInternal(
        e, problem, headers, HttpStatusCode.valueOf(problem.getStatus()), request);
  }

  private ProblemDetail problem(HttpMessageNotReadableException e, HttpStatusCode status) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      switch (cause) {
        case BadParameterException bad -> {
          return bad(bad);
        }
        case BadRuleException bad -> {
          return bad(bad);
        }
        case BodyLimit.TooLongException tooLong -> {
          return ProblemDetail.forStatusAndDetail(
              HttpStatus.CONTENT_TOO_LARGE, String.valueOf(tooLong.getMessage()));
        }
        default -> {}
      }
    }
    return unreadable(e.getCause(), status);
  }

  private static ProblemDetail unreadable(@Nullable Throwable cause, HttpStatusCode status) {
    var problem = ProblemDetail.forStatus(status);
    switch (cause) {
      case UnrecognizedPropertyException unknown -> {
        problem.setDetail(unknown.getPropertyName() + " is not a field of this request");
        problem.setProperty("field", unknown.getPropertyName());
      }
      case JacksonException wrong -> {
        String field = field(wrong);
        String what = field.isEmpty() ? "the body is no JSON" : field + " does not fit";
        problem.setDetail(what + ": " + reason(wrong));
        problem.setProperty("field", field);
      }
      case IOException unreadable ->
          problem.setDetail("the body cannot be read: " + unreadable.getMessage());
      case null, default -> problem.setDetail("the body is missing or cannot be read");
    }
    return problem;
  }

  private static String field(JacksonException wrong) {
    return wrong.getPath().stream()
        .map(JacksonException.Reference::getPropertyName)
        .filter(Objects::nonNull)
        .collect(Collectors.joining("."));
  }

  /** In words for people, without the names of our classes. */
  private static String reason(JacksonException wrong) {
    String message = String.valueOf(wrong.getOriginalMessage());
    return message.contains("io.cleansight") ? "another kind of value is wanted" : message;
  }

  /** A parameter of the wrong kind. */
  @Override
  protected @Nullable ResponseEntity<Object> handleTypeMismatch(
      TypeMismatchException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    Class<?> wanted = e.getRequiredType();
    String kind = UUID.class.equals(wanted) ? "a UUID" : "a whole number within its range";
    String name =
        e instanceof MethodArgumentTypeMismatchException argument
            ? argument.getName()
            : "a parameter";
    return handleExceptionInternal(
        e, bad(new BadParameterException(name, kind)), headers, status, request);
  }

  @ExceptionHandler
  ProblemDetail bad(BadParameterException e) {
    var problem =
        ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
    problem.setProperty("field", e.field());
    return problem;
  }

  @ExceptionHandler
  ProblemDetail bad(BadRuleException e) {
    return bad(new BadParameterException(e.field(), e.limit()));
  }

  @ExceptionHandler({DataAccessException.class, CannotCreateTransactionException.class})
  ProblemDetail away(Exception e) {
    log.warn("database: {}", e.getMessage());
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.SERVICE_UNAVAILABLE, "the database does not answer; try again");
  }
}
