package io.cleansight.alert.notify.channel;

import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a group chat by its robot: DingTalk, WeCom or Feishu, each with its own way to sign and to
 * say that it has not taken a message, which comes with status 200. A summary is one text.
 */
public final class RobotChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();

  /** In bytes; WeCom takes 2048, the others more. A summary that is longer is cut short. */
  private static final int LONGEST_TEXT = 2048;

  private final NotifyProperties.Endpoint endpoint;
  private final WebhookClient client;
  private final PageLinks links;

  public RobotChannel(NotifyProperties.Endpoint endpoint, WebhookClient client, PageLinks links) {
    this.endpoint = endpoint;
    this.client = client;
    this.links = links;
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
  public void send(Message message) throws IOException {
    String text = Texts.of(message, links, LONGEST_TEXT);
    switch (endpoint.kind()) {
      case DINGTALK ->
          post(
              signedByDingTalk(message.at()),
              Map.of("msgtype", "text", "text", Map.of("content", text)),
              "errcode");
      case WECOM ->
          post(
              endpoint.url(),
              Map.of("msgtype", "text", "text", Map.of("content", text)),
              "errcode");
      case FEISHU -> post(endpoint.url(), feishu(text, message.at()), "code");
      case WEBHOOK -> throw new IllegalStateException(endpoint + " is no robot");
    }
  }

  /** Milliseconds and the signature of "milliseconds, new line, secret" go into the address. */
  private URI signedByDingTalk(Instant at) {
    if (endpoint.secret() == null) {
      return endpoint.url();
    }
    long millis = at.toEpochMilli();
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
  private Map<String, Object> feishu(String text, Instant at) {
    var fields = new LinkedHashMap<String, Object>();
    if (endpoint.secret() != null) {
      long seconds = at.getEpochSecond();
      fields.put("timestamp", Long.toString(seconds));
      fields.put("sign", Signature.base64(seconds + "\n" + endpoint.secret(), ""));
    }
    fields.put("msg_type", "text");
    fields.put("content", Map.of("text", text));
    return fields;
  }

  private void post(URI url, Map<String, Object> body, String codeField) throws IOException {
    String answer = client.post(url, JSON.writeValueAsString(body), Map.of());
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
