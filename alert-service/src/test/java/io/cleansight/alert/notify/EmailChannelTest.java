package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
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
    return new EmailChannel(sender, "cleansight@example.com");
  }

  @Override
  Alert alert() {
    return alert;
  }

  @Override
  int tellings() {
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
    channel().tell(alert, "mei@example.com", KEY);
    var message = server.getReceivedMessages()[0];
    assertThat(message.getSubject()).isEqualTo("[high] line-1: Frequent Bcc: x@example.com");
    assertThat(message.getHeader("Bcc")).isNull();
    assertThat(message.getHeader("X-Cleansight-Key")).containsExactly(KEY);
    assertThat(message.getAllRecipients()).hasSize(1);
    assertThat(message.getContent().toString()).contains("缺少发网");
  }
}
