package io.cleansight.query.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Says as a problem, too, what the server refuses before any of our code has seen the request. */
public final class ProblemValve extends ErrorReportValve {
  private static final Logger log = LoggerFactory.getLogger(ProblemValve.class);
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
      response
          .getOutputStream()
          .write(JSON.writeValueAsString(problem(status)).getBytes(StandardCharsets.UTF_8));
      response.finishResponse();
    } catch (IOException e) {
      log.debug("nobody is there to hear of {}", status, e);
    }
  }

  private static ProblemDetail problem(int status) {
    HttpStatus known = HttpStatus.resolve(status);
    var problem = ProblemDetail.forStatus(status);
    problem.setTitle(known == null ? "Error" : known.getReasonPhrase());
    problem.setDetail(
        status < 500
            ? "the address, another part of the request line or a header is malformed, or longer than 32 kB"
            : "the service failed; its log says more");
    return problem;
  }
}
