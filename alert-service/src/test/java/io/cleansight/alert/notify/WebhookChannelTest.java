package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest extends ChannelContract {
  private final Receiver receiver;
  private final Courier courier = new Courier(Duration.ofSeconds(2), true);
  private final Alert alert = Alerts.raised("hook");

  WebhookChannelTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws IOException {
    courier.close();
    receiver.close();
  }

  @Override
  Channel channel() {
    return channel(receiver.url());
  }

  private Channel channel(URI url) {
    var endpoint =
        new NotifyProperties.Endpoint("hook", NotifyProperties.Kind.WEBHOOK, url, "s3cret");
    return new WebhookChannel(endpoint, courier);
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
    receiver.answer(500, "no");
    return true;
  }

  @Test
  void signsWhatItSendsAndNamesItByItsKey() throws Exception {
    Message message = message(alert);
    channel().send(message);
    Receiver.Got got = receiver.got().getFirst();
    assertThat(got.key()).isEqualTo(message.key());
    long seconds = NOW.getEpochSecond();
    assertThat(got.signature())
        .isEqualTo("t=" + seconds + ",v1=" + Signature.hex("s3cret", seconds + "." + got.body()));
    assertThat(new JsonMapper().readTree(got.body()).get("message").asString())
        .isEqualTo(alert.getMessage());
  }

  @Test
  void aSummaryIsAnArrayInWhichEachAlertHasTheKeyThatItHadAlone() throws Exception {
    Alert resolved = Alerts.of(alert, "resolved");
    Message message = message(alert, resolved);
    channel().send(message);
    Receiver.Got got = receiver.got().getFirst();
    JsonNode body = new JsonMapper().readTree(got.body());
    assertThat(body.get("summary").asBoolean()).isTrue();
    assertThat(body.get("count").asInt()).isEqualTo(2);
    assertThat(body.get("alerts").get(0).get("idempotency_key").asString())
        .isEqualTo(message(alert).key());
    assertThat(body.get("alerts").get(1).get("idempotency_key").asString())
        .isEqualTo(message(resolved).key());
    assertThat(body.get("alerts").get(1).get("state").asString()).isEqualTo("resolved");
    assertThat(got.key()).isEqualTo(message.key()).isNotEqualTo(message(alert).key());
  }

  @ParameterizedTest
  @CsvSource({"400, true", "413, true", "422, true", "401, false", "429, false", "500, false"})
  void whatAnEndpointSaysOfOneMessageIsNoFaultOfItsOwn(int status, boolean refused) {
    receiver.answer(status, "");
    assertThatThrownBy(() -> channel().send(message(alert)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(Integer.toString(status))
        .satisfies(it -> assertThat(it instanceof RefusedException).isEqualTo(refused));
  }

  /** RFC 4231, test case 2. */
  @Test
  void theSignatureIsThatOfTheStandard() {
    assertThat(Signature.hex("Jefe", "what do ya want for nothing?"))
        .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }

  @Test
  void followsNoRedirect() {
    receiver.answer(302, "");
    assertThatThrownBy(() -> channel().send(message(alert))).hasMessageContaining("302");
    assertThat(receiver.got()).hasSize(1);
  }

  @Test
  void connectsToNoPrivateAddressUnlessAllowed() throws Exception {
    try (var strict = new Courier(Duration.ofSeconds(2), false)) {
      for (String host :
          new String[] {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"}) {
        var endpoint =
            new NotifyProperties.Endpoint(
                "hook",
                NotifyProperties.Kind.WEBHOOK,
                URI.create("http://" + host + ":" + receiver.url().getPort() + "/"),
                null);
        assertThatThrownBy(() -> new WebhookChannel(endpoint, strict).send(message(alert)))
            .as(host)
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(receiver.got()).isEmpty();
  }
}
