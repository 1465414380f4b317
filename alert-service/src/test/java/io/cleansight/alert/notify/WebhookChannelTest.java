package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.event.Alert;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest extends ChannelContract {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-03-01T12:05:00Z"), ZoneOffset.UTC);

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
    return new WebhookChannel(endpoint, courier, CLOCK);
  }

  @Override
  Alert alert() {
    return alert;
  }

  @Override
  int tellings() {
    return receiver.got().size();
  }

  @Override
  boolean breakIt() {
    receiver.answer(500, "no");
    return true;
  }

  @Test
  void signsWhatItSendsAndNamesItByItsKey() throws Exception {
    channel().tell(alert, "hook", KEY);
    Receiver.Got got = receiver.got().getFirst();
    assertThat(got.key()).isEqualTo(KEY);
    long seconds = CLOCK.instant().getEpochSecond();
    assertThat(got.signature())
        .isEqualTo("t=" + seconds + ",v1=" + Signature.hex("s3cret", seconds + "." + got.body()));
    assertThat(new JsonMapper().readTree(got.body()).get("message").asString())
        .isEqualTo(alert.getMessage());
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
    assertThatThrownBy(() -> channel().tell(alert, "hook", KEY)).hasMessageContaining("302");
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
        assertThatThrownBy(
                () -> new WebhookChannel(endpoint, strict, CLOCK).tell(alert, "hook", KEY))
            .as(host)
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(receiver.got()).isEmpty();
  }
}
