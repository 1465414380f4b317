package io.cleansight.query.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.query.Running;
import io.cleansight.sourcekey.SourceKeyset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes to a public door, and that it is told what was wrong. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputIT {
  private static final String RULES = "alerts/rules";
  private static final int LARGE = 64 * 1024 * 1024;

  @TempDir static Path folder;

  private @Nullable Running running;

  @BeforeAll
  void start() throws Exception {
    running =
        Running.in(folder, "--query.camera-public-key=" + SourceKeyset.generate().publicKey());
  }

  @AfterAll
  void stop() throws Exception {
    running().close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cameras/..%2F..%2Fetc%2Fpasswd            | address",
        "cameras/a%00b                             | address",
        "cameras/a;b=c                             | address",
        "cameras//x                                | address",
        "cameras/%E2%80%AEabc                      | camera_id",
        "cameras/TEN_KB                            | camera_id",
        "records/violations/TEN_KB                 | id",
        "records/violations?camera_id=TEN_KB       | camera_id",
        "records/violations?cursor=TEN_KB          | cursor",
        "records/violations?cursor=MjAyNg          | cursor",
        "statistics/hourly?page_size=201           | page_size",
        "statistics/hourly?cursor=forged           | cursor",
        "statistics/hourly?cursor=MjAyNi0wMy0wMVQxMjowMDowMFp8YQA | cursor",
        "statistics/zones?page=0                   | page",
        "records/statistics/cam-1?cursor=MjAyNg    | cursor",
        "statistics/breakdown?by=moon              | by",
        "statistics/breakdown?time_zone=%2B08:00   | time_zone",
        "statistics/breakdown?time_zone=Mars/Base  | time_zone",
        "statistics/breakdown?shifts=6,25          | shifts",
        "statistics/breakdown?shifts=1,2,3,4,5,6,7 | shifts",
        "statistics/breakdown?by=hour&from=2026-01-01T00:00:00Z&to=2026-06-01T00:00:00Z | from",
        "export/violations.pdf                     | format",
        "export/violations.csv?time_zone=x         | time_zone",
        "personal-data.zip                         | camera_id",
        "personal-data.zip?camera_id=a%20b         | camera_id",
        "personal-data.zip?camera_id=line-1        | from",
        "personal-data.zip?camera_id=line-1&from=2026-01-01T00:00:00Z | to",
        "personal-data.zip?camera_id=line-1&from=2026-01-01T00:00:00Z&to=2026-03-01T00:00:00Z | from",
        "erasures/TEN_KB                           | id",
        "stream?kinds=weather                      | kinds",
        "audit?who=%00                             | who",
        "audit?page_size=201                       | page_size"
      })
  void aBadAddressIsToldWhatIsWrongWithIt(String path, String field) throws Exception {
    HttpResponse<String> answer = running().get(path.replace("TEN_KB", "x".repeat(10_000)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(Running.json(answer).get("detail").asString()).contains(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'{\"name\": \"\"}'                                                        | name",
        "'{\"labels\": [\"\"]}'                                                    | labels",
        "'{\"required_steps\": [\"dancing\"]}'                                     | required_steps",
        "'{\"save_strategy\": \"sometimes\"}'                                      | save_strategy",
        "'{\"save_interval\": 0}'                                                  | save_interval",
        "'{\"minimum_wash_millis\": -1}'                                           | minimum_wash_millis",
        "'{\"minimum_wash_millis\": 1e30}'                                         | minimum_wash_millis",
        "'{\"zones\": [null]}'                                                     | zones",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"moon\"}]}'                 | zones.type",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\"}]}'             | zones.corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}]}]}' | corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 7, \"y\": 0}, {\"x\": 0, \"y\": 1}]}]}' | corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}]}]}' | zones.corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"privacy\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}]}]}' | zones.corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 1}, {\"x\": 1, \"y\": 0}, {\"x\": 0, \"y\": 1}]}]}' | zones.corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 0.5, \"y\": 0.5}, {\"x\": 1, \"y\": 1}]}]}' | zones.corners",
        "'{\"zones\": [{\"zone_id\": \"z\", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}, {\"x\": 1, \"y\": 1}]}, {\"zone_id\": \"z \", \"type\": \"restricted\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}, {\"x\": 1, \"y\": 1}]}]}' | zones.zone_id",
        "'{\"zones\": [{\"zone_id\": \" \", \"type\": \"handwash\", \"corners\": [{\"x\": 0, \"y\": 0}, {\"x\": 1, \"y\": 0}, {\"x\": 1, \"y\": 1}]}]}' | zones.zone_id",
        "'{\"source\": \"file:///etc/passwd\"}'                                      | source",
        "'{\"source\": \"rtsp://\"}'                                                | source",
        "'{\"source\": \"scene:1\"}'                                                | source",
        "'{\"source\": \"http://user:secret@x y/\"}'                                | source",
        "'{\"substream\": \"rtsp://10.0.0.1/small\"}'                               | substream",
        "'{\"source\": \"rtsp://10.0.0.1/\", \"substream\": \"file:///etc/passwd\"}' | substream",
        "'{\"source\": \"rtsp://10.0.0.1/\", \"substream\": \"concat:a\"}'          | substream",
        "'{\"source\": \"\", \"substream\": \"rtsp://10.0.0.1/\"}'                  | substream",
        "'{\"source\": \"rtsp://10.0.0.1/\\r\\nX: y\"}'                           | source",
        "'{\"frames_per_second\": 0}'                                              | frames_per_second",
        "'{\"frames_per_second\": 10000}'                                          | frames_per_second",
        "'{\"frames_per_second\": -5}'                                             | frames_per_second",
        "'{\"frames_per_second\": \"fast\"}'                                       | frames_per_second",
        "'{\"frames_per_second\": 1e400}'                                          | frames_per_second",
        "'{\"frames_per_second\": 2, \"still_frames_per_second\": 3}'              | still_frames_per_second",
        "'{\"still_frames_per_second\": 0.001}'                                    | still_frames_per_second",
        "'{\"jpeg_quality\": 0}'                                                   | jpeg_quality",
        "'{\"jpeg_quality\": 101}'                                                 | jpeg_quality",
        "'{\"longest_side\": 63}'                                                  | longest_side",
        "'{\"longest_side\": 8193}'                                                | longest_side",
        "'{\"longest_side\": 99999999999}'                                         | longest_side",
        "'{\"keep_video\": \"perhaps\"}'                                           | keep_video",
        "'{\"record_video\": true, \"keep_video\": false}'                         | record_video",
        "'{\"password\": \"x\"}'                                                   | password"
      })
  void aBadCameraIsToldWhatIsWrongWithIt(String body, String field) throws Exception {
    HttpResponse<String> answer =
        running().send("PUT", "cameras/line-1", "If-None-Match", "*", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("field").asString()).contains(field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{}                                                                                    | camera_ids",
        "{'camera_ids': []}                                                                    | camera_ids",
        "{'camera_ids': ['a b']}                                                               | camera_ids",
        "{'camera_ids': [null]}                                                                | camera_ids",
        "{'camera_ids': ['line-1'], 'to': '2026-03-01T00:00:00Z'}                              | from",
        "{'camera_ids': ['line-1'], 'from': '2026-03-01T00:00:00Z'}                            | to",
        "{'camera_ids': ['line-1'], 'from': '2026-03-01T00:00:00Z', 'to': '2026-03-02T00:00:00Z'} | reason",
        "{'camera_ids': ['line-1'], 'from': '2026-03-02T00:00:00Z', 'to': '2026-03-01T00:00:00Z', 'reason': 'r'} | from",
        "{'camera_ids': ['line-1'], 'from': '2026-03-01T00:00:00Z', 'to': '2026-05-01T00:00:00Z', 'reason': 'r'} | from",
        "{'camera_ids': ['line-1'], 'from': '2199-03-01T00:00:00Z', 'to': '2199-03-02T00:00:00Z', 'reason': 'r'} | to"
      })
  void aBadErasureIsToldWhatIsWrongWithIt(String body, String field) throws Exception {
    HttpResponse<String> answer = running().send("POST", "erasures", body.replace('\'', '"'));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("field").asString()).contains(field);
  }

  /** What PostgreSQL does not keep, or nobody sees. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PUT  | cameras/line-1 | '{\"name\": \"aBADb\"}' | name",
        "PUT  | cameras/line-1 | '{\"labels\": [\"aBADb\"]}' | labels",
        "POST | alerts/rules | '{\"name\": \"aBADb\", \"rule_type\": \"occupancy\", \"conditions\": {}}' | name",
        "POST | alerts/rules | '{\"name\": \"r\", \"recipients\": [\"BAD@example.com\"]}' | recipients",
        "POST | alerts/rules | '{\"name\": \"r\", \"conditions\": {\"violation_type\": \"aBADb\"}}' | conditions",
        "POST | alerts/rules | '{\"name\": \"r\", \"conditions\": {\"aBADb\": 1}}' | conditions",
        "POST | alerts/rules | '{\"name\": \"r\", \"schedule\": {\"time_zone\": \"aBADb\"}}' | time_zone",
        "POST | alerts/silences | '{\"comment\": \"aBADb\"}' | comment",
        "PUT  | records/violations/00000000-0000-0000-0000-000000000001/status | '{\"status\": \"confirmed\", \"notes\": \"aBADb\"}' | notes",
        "PUT  | alerts/status | '{\"ids\": [], \"decision\": {\"status\": \"resolved\", \"assignee\": \"aBADb\"}}' | assignee"
      })
  void textThatIsNotKeptIsRefusedByItsField(String method, String path, String body, String field)
      throws Exception {
    for (String bad : List.of("\\u0000", "\\u0007", "\\u009f", "\\ud800", "\\udc00\\ud800")) {
      HttpResponse<String> answer = running().send(method, path, body.replace("BAD", bad));
      assertThat(answer.statusCode()).as(bad + answer.body()).isEqualTo(400);
      assertThat(Running.json(answer).get("field").asString()).as(bad).contains(field);
      // Jackson itself reads no half of a character in the name of a property.
      assertThat(answer.body()).containsAnyOf("no control characters", "surrogate");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"source\": null}",
        "{\"source\": \"\"}",
        "{\"source\": \"file:///etc/passwd\"}",
        "{\"source\": \"rtsp://user:secret@\"}"
      })
  void whatIsNoStreamIsNotTried(String body) throws Exception {
    HttpResponse<String> answer = running().send("POST", "cameras/line-1/probe", body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("field").asString()).isEqualTo("source");
    assertThat(answer.body()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/actuator", "/actuator/health", "/actuator/prometheus", "/actuator/env"})
  void healthAndMetricsAreNotWhereThePagesAre(String path) throws Exception {
    var here = HttpRequest.newBuilder(running().at("").resolve(path));
    assertThat(running().send(here).statusCode()).isIn(403, 404);
    here.header("X-API-Key", Running.API_KEY);
    assertThat(running().send(here).statusCode()).isIn(403, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/health, 200",
    "/actuator/health/readiness, 200",
    "/actuator/prometheus, 200",
    "/actuator/env, 403",
    "/actuator/heapdump, 403",
    "/api/v1/cameras, 404"
  })
  void thePortOfHealthAndMetricsHasThemAndNotTheApi(String path, int status) throws Exception {
    var there =
        HttpRequest.newBuilder(running().managementAt(path)).header("X-API-Key", Running.API_KEY);
    assertThat(running().send(there).statusCode()).isEqualTo(status);
  }

  @Test
  void anUnansweredProbeIsSaidToBe() throws Exception {
    HttpResponse<String> answer =
        running().send("POST", "cameras/line-1/probe", "{\"source\": \"rtsp://127.0.0.1/\"}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 600, 100_000})
  void aDeepBodyIsRefused(int depth) throws Exception {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    HttpResponse<String> answer =
        running().send("POST", RULES, "{\"name\": \"r\", \"conditions\": " + deep + "}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("detail").asString()).isNotBlank();
  }

  @Test
  void aLargeBodyIsRefusedBeforeItIsRead() throws Exception {
    String answer =
        raw(
            """
            POST /api/v1/alerts/rules HTTP/1.1
            Host: x
            X-API-Key: %s
            Content-Type: application/json
            Content-Length: %d

            {"""
                .formatted(Running.API_KEY, LARGE)
                .replace("\n", "\r\n"));
    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("262144");
  }

  /** In chunks, so that nothing says how long it is. */
  @Test
  void anEndlessBodyIsRefusedWhenItIsTooLong() throws Exception {
    String labels = "{\"labels\": [" + "\"x\", ".repeat(100_000);
    byte[] text = labels.getBytes(StandardCharsets.US_ASCII);
    HttpResponse<String> answer =
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(text)), null);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(413);
  }

  @Test
  void aGzipBombIsNotOpened() throws Exception {
    var bomb = new ByteArrayOutputStream();
    try (var zip = new GZIPOutputStream(bomb)) {
      zip.write(new byte[LARGE]);
    }
    HttpResponse<String> answer = post(BodyPublishers.ofByteArray(bomb.toByteArray()), "gzip");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(Running.json(answer).get("detail").asString()).contains("Content-Encoding");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "x"})
  void anotherKindOfBodyIsRefused(String type) throws Exception {
    HttpResponse<String> answer =
        running()
            .send(
                HttpRequest.newBuilder(running().at(RULES))
                    .header("X-API-Key", Running.API_KEY)
                    .header("content-type", type)
                    .POST(BodyPublishers.ofString("{}")));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(415);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
  }

  /** What no client library would send. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/cameras?a=\u0001 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /api/v1/cameras HTTP/1.1\r\n\r\n",
        "GET /api/v1/cameras HTTP/1.1\r\nHost: x\r\nX: BIG\r\n\r\n",
        "TRACE /api/v1/cameras HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void aMalformedRequestIsAProblemToo(String request) throws Exception {
    String answer = raw(request.replace("BIG", "x".repeat(40_000)));
    assertThat(answer).matches("(?s)HTTP/1.1 4\\d\\d .*");
    assertThat(answer).contains("application/problem+json").doesNotContain("<html");
  }

  /** PostgreSQL and Java have not the same list. */
  @Test
  void everyTimeZoneThatWeTakeIsOneOfTheDatabases() throws Exception {
    var known = new HashSet<String>();
    try (var connection = DriverManager.getConnection(running().ownerUrl());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT name FROM pg_timezone_names")) {
      while (rows.next()) {
        known.add(rows.getString(1));
      }
    }
    assertThat(known).containsAll(Parameters.timeZones());
  }

  private HttpResponse<String> post(HttpRequest.BodyPublisher body, @Nullable String encoding)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(running().at(RULES))
            .header("X-API-Key", Running.API_KEY)
            .header("content-type", "application/json")
            .POST(body);
    return running()
        .send(encoding == null ? request : request.header("content-encoding", encoding));
  }

  private String raw(String request) throws IOException {
    var address = running().at("");
    try (var socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var read = new ByteArrayOutputStream();
      var buffer = new byte[8192];
      do {
        int n = socket.getInputStream().read(buffer);
        if (n < 0) {
          break;
        }
        read.write(buffer, 0, n);
      } while (!read.toString(StandardCharsets.ISO_8859_1).contains("}"));
      return read.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private Running running() {
    return Objects.requireNonNull(running);
  }
}
