package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RobotChannelTest extends ChannelContract {
  private final Receiver receiver;
  private final WebhookClient client = WebhookClients.open();
  private final Alert alert = Alerts.raised("robot");

  RobotChannelTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    receiver.close();
  }

  @Override
  Channel channel() {
    return robot(NotifyProperties.Kind.DINGTALK);
  }

  @Override
  Alert alert() {
    return alert;
  }

  @Override
  int messages() {
    return receiver.got().size();
  }

  @Override
  boolean breakIt() {
    receiver.answer(200, "{\"errcode\": 310000, \"errmsg\": \"sign not match\"}");
    return true;
  }

  @Test
  void dingTalkIsSignedInItsAddress() throws Exception {
    robot(NotifyProperties.Kind.DINGTALK).send(message(alert));
    String sign = Signature.base64("s3cret", NOW.toEpochMilli() + "\ns3cret");
    assertThat(receiver.got().getFirst().query())
        .isEqualTo(
            "token=secret-token&timestamp=%d&sign=%s"
                .formatted(NOW.toEpochMilli(), URLEncoder.encode(sign, StandardCharsets.UTF_8)));
    assertThat(body().at("/text/content").asString()).contains(alert.getMessage());
  }

  @Test
  void weComHasItsSecretInItsAddress() throws Exception {
    robot(NotifyProperties.Kind.WECOM).send(message(alert));
    assertThat(receiver.got().getFirst().query()).isEqualTo("token=secret-token");
    assertThat(body().at("/msgtype").asString()).isEqualTo("text");
    assertThat(body().at("/text/content").asString())
        .contains("缺少发网", "https://pages.example.com/");
  }

  @Test
  void feishuIsSignedInItsBody() throws Exception {
    robot(NotifyProperties.Kind.FEISHU).send(message(alert));
    assertThat(body().at("/timestamp").asString()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(body().at("/sign").asString())
        .isEqualTo(Signature.base64(NOW.getEpochSecond() + "\ns3cret", ""));
    assertThat(body().at("/content/text").asString()).contains(alert.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "{}", "{\"code\": \"0\"}", "{\"code\": 19021}", "[]"})
  void whatIsNotTakenIsSaidSoThoughTheStatusIs200(String answer) {
    receiver.answer(200, answer);
    assertThatThrownBy(() -> robot(NotifyProperties.Kind.FEISHU).send(message(alert)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1");
  }

  @Test
  void aSummaryIsOneTextThatFits() throws Exception {
    var alerts = new Alert[100];
    Arrays.fill(alerts, alert);
    robot(NotifyProperties.Kind.WECOM).send(message(alerts));
    String text = body().at("/text/content").asString();
    assertThat(text).startsWith("100 alerts\n[high] line-1: 5 x no_hairnet").contains("more");
    assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(1900, 2048);
  }

  private JsonNode body() {
    return new JsonMapper().readTree(receiver.got().getFirst().body());
  }

  private RobotChannel robot(NotifyProperties.Kind kind) {
    var endpoint = new NotifyProperties.Endpoint("robot", kind, receiver.url(), "s3cret");
    return new RobotChannel(endpoint, client, new PageLinks("https://pages.example.com"));
  }
}
