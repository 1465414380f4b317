package io.cleansight.alert.notify;

import io.cleansight.event.Alert;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Tells whoever reads the log. */
@Component
class LogChannel implements Channel {
  private static final Logger log = LoggerFactory.getLogger("alert");

  @Override
  public String name() {
    return "log";
  }

  @Override
  public void tell(Alert alert) {
    log.warn("[{}] {} {}", alert.getPriority(), alert.getRuleName(), alert.getMessage());
  }
}
