package io.cleansight.alert.notify.channel;

import io.cleansight.event.Alert;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.mail.javamail.MimeMessageHelper;

/**
 * Tells the rule's recipients by e-mail, each in a message of its own. {@code X-Cleansight-Key} is
 * the same for every attempt. A summary is one message.
 */
public final class EmailChannel implements Channel {
  private final JavaMailSender mail;
  private final String from;
  private final PageLinks links;

  public EmailChannel(JavaMailSender mail, String from, PageLinks links) {
    this.mail = mail;
    this.from = from;
    this.links = links;
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
  public void send(Message message) throws IOException {
    try {
      mail.send(mime(message));
    } catch (MailSendException e) {
      if (isRefused(e)) {
        throw new RefusedException("the mail server refuses the recipient", e);
      }
      throw new IOException("not sent: " + e.getClass().getSimpleName(), e);
    } catch (MessagingException | MailException e) {
      throw new IOException("not sent: " + e.getClass().getSimpleName(), e);
    }
  }

  private MimeMessage mime(Message message) throws MessagingException {
    var mime = mail.createMimeMessage();
    var helper = new MimeMessageHelper(mime, "UTF-8");
    helper.setFrom(from);
    helper.setTo(message.recipient());
    helper.setSubject(oneLine(subject(message)));
    helper.setText(Texts.of(message, links));
    mime.setHeader("X-Cleansight-Key", message.key());
    return mime;
  }

  private static String subject(Message message) {
    Alert alert = message.alert();
    return message.isSummary()
        ? Texts.heading(message)
        : "[%s] %s: %s".formatted(Texts.urgency(alert), alert.getCameraId(), alert.getRuleName());
  }

  private static boolean isRefused(MailSendException e) {
    return Arrays.stream(e.getMessageExceptions())
        .anyMatch(
            it ->
                it instanceof SendFailedException refused
                    && refused.getInvalidAddresses() != null
                    && refused.getInvalidAddresses().length > 0);
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
