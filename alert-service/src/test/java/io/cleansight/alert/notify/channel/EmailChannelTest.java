package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cleansight.alert.notify.Alerts;
import io.cleansight.event.Alert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Against a real SMTP server in this process. */
class EmailChannelTest extends ChannelContract {
  private final GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", "smtp"));
  private final JavaMailSenderImpl sender = new JavaMailSenderImpl();
  private final Alert alert =
      Alerts.raised("email", "mei@example.com", "lukas@example.com", "no address", "a@b@c", "");

  @BeforeEach
  void start() {
    server.start();
    sender.setHost("127.0.0.1");
    sender.setPort(server.getSmtp().getPort());
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Override
  Channel channel() {
    return new EmailChannel(
        sender, "cleansight@example.com", new PageLinks("https://pages.example.com"));
  }

  @Override
  Alert alert() {
    return alert;
  }

  @Override
  int messages() {
    return server.getReceivedMessages().length;
  }

  @Override
  boolean breakIt() {
    server.stop();
    return true;
  }

  @Test
  void onlyAddressesAreRecipients() {
    assertThat(channel().recipients(alert)).containsExactly("lukas@example.com", "mei@example.com");
  }

  @Test
  void aMessageIsWholeAndItsNameMakesNoHeader() throws Exception {
    Message sent = Alerts.message(NOW, "email", "mei@example.com", alert);
    channel().send(sent);
    var message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("[high] line-1: Frequent Bcc: x@example.com");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getHeader("X-Cleansight-Key")).containsExactly(sent.key());
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(message.getContent().toString())
        .contains("缺少发网")
        .contains("https://pages.example.com/");
  }

  @Test
  void aSummarySaysHowManyAndEachOfThem() throws Exception {
    Alert other = Alert.newBuilder(alert).setMessage("line-2: dark").build();
    channel().send(Alerts.message(NOW, "email", "mei@example.com", alert, other));
    var message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("2 alerts");
    assertThat(message.getContent().toString()).contains("缺少发网").contains("line-2: dark");
  }

  /** Of a server that is well, and does not know this recipient. */
  @Test
  void aRecipientThatTheServerRefusesIsNoFaultOfTheServer() throws Exception {
    try (var refusing = new SmtpScript("550 5.1.1 no such user")) {
      sender.setPort(refusing.port());
      assertThatThrownBy(
              () -> channel().send(Alerts.message(NOW, "email", "nobody@example.com", alert)))
          .isInstanceOf(RefusedException.class)
          .hasMessageNotContaining("nobody@example.com");
    }
  }
}
