package io.cleansight.alert.notify.channel;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tells a program by HTTP. {@code Idempotency-Key} is the same for every attempt; {@code
 * X-Cleansight-Signature} is {@code t=SECONDS,v1=HEX}, the HMAC-SHA256 of {@code SECONDS.BODY} with
 * the endpoint's secret. A summary is one call with an array, each alert in it with the key that it
 * would have had alone.
 */
public final class WebhookChannel implements Channel {
  private static final JsonMapper JSON = new JsonMapper();

  private final NotifyProperties.Endpoint endpoint;
  private final WebhookClient client;

  public WebhookChannel(NotifyProperties.Endpoint endpoint, WebhookClient client) {
    this.endpoint = endpoint;
    this.client = client;
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
  public boolean tells(String state) {
    return !AlertState.UPDATED.is(state); // as often as somebody comes or goes
  }

  @Override
  public void send(Message message) throws IOException {
    String body = JSON.writeValueAsString(body(message));
    var headers = new LinkedHashMap<String, String>();
    headers.put("Idempotency-Key", message.key());
    if (endpoint.secret() != null) {
      long seconds = message.at().getEpochSecond();
      String signature = Signature.hex(endpoint.secret(), seconds + "." + body);
      headers.put("X-Cleansight-Signature", "t=" + seconds + ",v1=" + signature);
    }
    client.post(endpoint.url(), body, headers);
  }

  private static Map<String, Object> body(Message message) {
    if (!message.isSummary()) {
      return fields(message.alert());
    }
    var summary = new LinkedHashMap<String, Object>();
    summary.put("summary", true);
    summary.put("count", message.items().size());
    summary.put("alerts", message.items().stream().map(WebhookChannel::fields).toList());
    return summary;
  }

  private static Map<String, Object> fields(Message.Item item) {
    Map<String, Object> fields = fields(item.alert());
    fields.put("idempotency_key", item.key());
    return fields;
  }

  private static Map<String, Object> fields(Alert alert) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("alert_id", alert.getAlertId().toString());
    fields.put("state", alert.getState());
    fields.put("rule_id", alert.getRuleId().toString());
    fields.put("rule_name", alert.getRuleName());
    fields.put("alert_type", alert.getAlertType());
    fields.put("camera_id", alert.getCameraId());
    fields.put("priority", alert.getPriority());
    fields.put("window_start", alert.getWindowStart().toString());
    fields.put("raised_at", alert.getRaisedAt().toString());
    if (alert.getResolvedAt() != null) {
      fields.put("resolved_at", alert.getResolvedAt().toString());
    }
    fields.put("count", alert.getCount());
    fields.put("message", alert.getMessage());
    fields.put("members", alert.getMembers());
    if (alert.getHandledBy() != null) {
      fields.put("handled_by", alert.getHandledBy());
    }
    fields.put("violation_ids", alert.getViolationIds().stream().map(Object::toString).toList());
    return fields;
  }
}
