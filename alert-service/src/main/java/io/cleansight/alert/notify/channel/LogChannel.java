package io.cleansight.alert.notify.channel;

import io.cleansight.event.Alert;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells whoever reads the log; a summary is a line for each alert. */
@Component
public class LogChannel implements Channel {
  private static final Logger log = LoggerFactory.getLogger("alert");
  private static final String NAME = "log";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Set<String> recipients(Alert alert) {
    return Set.of(NAME);
  }

  @Override
  public void send(Message message) {
    for (Message.Item item : message.items()) {
      Alert alert = item.alert();
      log.warn("[{}] {} {}", Texts.urgency(alert), alert.getRuleName(), alert.getMessage());
    }
  }
}
