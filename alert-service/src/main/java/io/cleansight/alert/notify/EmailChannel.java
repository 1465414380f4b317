package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Tells the rule's recipients by e-mail, each in a message of its own. {@code X-Cleansight-Key} is
 * the same for every attempt.
 */
final class EmailChannel implements Channel {
  private final JavaMailSender mail;
  private final String from;

  EmailChannel(JavaMailSender mail, String from) {
    this.mail = mail;
    this.from = from;
  }

  @Override
  public String name() {
    return "email";
  }

  /** The rule's recipients that are e-mail addresses; others may be meant for other channels. */
  @Override
  public Set<String> recipients(Alert alert) {
    var addresses = new TreeSet<String>();
    alert.getRecipients().stream().filter(EmailChannel::isAddress).forEach(addresses::add);
    return addresses;
  }

  @Override
  public void tell(Alert alert, String recipient, String key) throws IOException {
    try {
      var message = mail.createMimeMessage();
      var helper = new MimeMessageHelper(message, "UTF-8");
      helper.setFrom(from);
      helper.setTo(recipient);
      helper.setSubject(
          oneLine(
              "[%s] %s: %s"
                  .formatted(
                      RobotChannel.urgency(alert), alert.getCameraId(), alert.getRuleName())));
      helper.setText(RobotChannel.text(alert));
      message.setHeader("X-Cleansight-Key", key);
      mail.send(message);
    } catch (MessagingException | MailException e) {
      throw new IOException("not sent: " + e.getClass().getSimpleName(), e);
    }
  }

  static boolean isAddress(String recipient) {
    try {
      new InternetAddress(recipient, true).validate();
      return recipient.indexOf('@') > 0 && recipient.chars().noneMatch(Character::isISOControl);
    } catch (AddressException e) {
      return false;
    }
  }

  /** A name with a line break must not become a header of its own. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }
}
