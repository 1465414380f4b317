package io.cleansight.alert.notify;

import io.cleansight.contracts.Words;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a group chat by its robot: DingTalk, WeCom or Feishu, each with its own way to sign and to
 * say that it has not taken a message, which comes with status 200.
 */
final class RobotChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();

  private final NotifyProperties.Endpoint endpoint;
  private final Courier courier;
  private final Clock clock;

  RobotChannel(NotifyProperties.Endpoint endpoint, Courier courier, Clock clock) {
    this.endpoint = endpoint;
    this.courier = courier;
    this.clock = clock;
  }

  @Override
  public String name() {
    return endpoint.name();
  }

  @Override
  public Set<String> recipients(Alert alert) {
    return Set.of(endpoint.name());
  }

  @Override
  public void tell(Alert alert, String recipient, String key) throws IOException {
    String text = text(alert);
    switch (endpoint.kind()) {
      case DINGTALK ->
          post(
              signedByDingTalk(),
              Map.of("msgtype", "text", "text", Map.of("content", text)),
              "errcode");
      case WECOM ->
          post(
              endpoint.url(),
              Map.of("msgtype", "text", "text", Map.of("content", text)),
              "errcode");
      case FEISHU -> post(endpoint.url(), feishu(text), "code");
      case WEBHOOK -> throw new IllegalStateException(endpoint + " is no robot");
    }
  }

  static String text(Alert alert) {
    return "[%s] %s%n%s%n%s"
        .formatted(urgency(alert), alert.getRuleName(), alert.getMessage(), alert.getRaisedAt());
  }

  /** Its priority; of an escalated one, that too. */
  static String urgency(Alert alert) {
    return alert.getState().equals(Words.ESCALATED)
        ? alert.getPriority() + ", not acknowledged in time"
        : alert.getPriority();
  }

  /** Milliseconds and the signature of "milliseconds, new line, secret" go into the address. */
  private URI signedByDingTalk() {
    if (endpoint.secret() == null) {
      return endpoint.url();
    }
    long millis = clock.millis();
    String sign = Signature.base64(endpoint.secret(), millis + "\n" + endpoint.secret());
    String separator = endpoint.url().getRawQuery() == null ? "?" : "&";
    return URI.create(
        endpoint.url()
            + separator
            + "timestamp="
            + millis
            + "&sign="
            + URLEncoder.encode(sign, StandardCharsets.UTF_8));
  }

  /** "Seconds, new line, secret" is the key here, and what is signed is empty. */
  private Map<String, Object> feishu(String text) {
    var fields = new LinkedHashMap<String, Object>();
    if (endpoint.secret() != null) {
      long seconds = clock.instant().getEpochSecond();
      fields.put("timestamp", Long.toString(seconds));
      fields.put("sign", Signature.base64(seconds + "\n" + endpoint.secret(), ""));
    }
    fields.put("msg_type", "text");
    fields.put("content", Map.of("text", text));
    return fields;
  }

  private void post(URI url, Map<String, Object> body, String codeField) throws IOException {
    String answer = courier.post(url, JSON.writeValueAsString(body), Map.of());
    JsonNode code;
    try {
      code = JSON.readTree(answer).path(codeField);
    } catch (JacksonException e) {
      throw new IOException(url.getHost() + " answers what is no JSON", e);
    }
    if (!code.isInt() || code.intValue() != 0) {
      throw new IOException(url.getHost() + " has not taken it: " + codeField + " " + code);
    }
  }
}
