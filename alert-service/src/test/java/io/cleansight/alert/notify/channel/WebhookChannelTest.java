package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.embedded.TestCertificate;
import io.cleansight.event.Alert;
import io.cleansight.messaging.address.AddressPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WebhookChannelTest extends ChannelContract {
  private final Receiver receiver;
  private final WebhookClient client = WebhookClients.open();
  private final Alert alert = Alerts.raised("hook");

  WebhookChannelTest() throws IOException {
    receiver = new Receiver();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    receiver.close();
  }

  @Override
  Channel channel() {
    return channel(receiver.url());
  }

  private Channel channel(URI url) {
    var endpoint =
        new NotifyProperties.Endpoint("hook", NotifyProperties.Kind.WEBHOOK, url, "s3cret");
    return new WebhookChannel(endpoint, client);
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
    try (var strict = WebhookClients.usual()) {
      for (String host :
          new String[] {"127.0.0.1", "localhost", "2130706433", "[::1]", "[::ffff:127.0.0.1]"}) {
        assertThatThrownBy(() -> post(strict, "http://" + host + ":" + port() + "/"))
            .as(host)
            .isInstanceOf(IOException.class);
      }
    }
    assertThat(receiver.got()).isEmpty();
  }

  /** Open or closed, there or not, named or not: whoever asks learns nothing of a network. */
  @Test
  void saysTheSameOfWhateverIsNotAllowed() throws Exception {
    try (var strict = WebhookClients.usual()) {
      for (String url :
          new String[] {
            "http://127.0.0.1:" + port(),
            "http://127.0.0.1:1",
            "https://127.0.0.1:" + port(),
            "http://10.0.0.1",
            "http://169.254.169.254/latest/meta-data/",
            "http://no.such.invalid"
          }) {
        assertThatThrownBy(() -> post(strict, url))
            .as(url)
            .hasMessage(URI.create(url).getHost() + " has no address that is allowed");
      }
    }
  }

  /** A name that is public when it is looked at and the machine itself when it is opened. */
  @Test
  void connectsToTheAddressThatWasLookedAt() throws Exception {
    var answers =
        new ArrayDeque<>(List.of(InetAddress.ofLiteral("127.0.0.2"), InetAddress.ofLiteral("::1")));
    var policy =
        new AddressPolicy(
            List.of("127.0.0.2"), true, _ -> new InetAddress[] {answers.removeFirst()});
    try (var client = WebhookClients.at(policy)) {
      assertThatThrownBy(() -> post(client, "http://rebinding.example:" + port()))
          .hasMessage("rebinding.example does not answer");
    }
    assertThat(answers).hasSize(1);
    assertThat(receiver.got()).isEmpty();
  }

  @Test
  void believesNoCertificateOfUnknownIssuerOrOtherName(@TempDir Path folder) throws Exception {
    var certificate = TestCertificate.make(folder, "localhost");
    try (var tls = certificate.server("application/json", new byte[0]);
        var trusting = WebhookClients.trusting(certificate.pem())) {
      String url = "https://localhost:" + tls.port();
      assertThatThrownBy(() -> post(client, url))
          .hasMessage("localhost has no certificate that is trusted");
      assertThatThrownBy(() -> post(trusting, "https://127.0.0.1:" + tls.port()))
          .hasMessage("127.0.0.1 has no certificate that is trusted");
      post(trusting, url);
    }
  }

  private int port() {
    return receiver.url().getPort();
  }

  private void post(WebhookClient through, String url) throws IOException {
    var endpoint =
        new NotifyProperties.Endpoint("hook", NotifyProperties.Kind.WEBHOOK, URI.create(url), null);
    new WebhookChannel(endpoint, through).send(message(alert));
  }
}
