package io.cleansight.alert.notify.channel;

import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Alerts in words, for people. */
final class Texts {
  private Texts() {}

  /** Its priority; of one that was escalated or silenced, that too. */
  static String urgency(Alert alert) {
    if (AlertState.ESCALATED.is(alert.getState())) {
      return alert.getPriority() + ", not acknowledged in time";
    }
    return AlertState.UNSILENCED.is(alert.getState())
        ? alert.getPriority() + ", still open after a silence"
        : alert.getPriority();
  }

  /** In full. */
  static String of(Message message, PageLinks links) {
    return message.isSummary()
        ? "%s%n%n%s"
            .formatted(
                heading(message),
                message.items().stream()
                    .map(it -> of(it.alert(), links))
                    .collect(Collectors.joining("%n%n".formatted())))
        : of(message.alert(), links);
  }

  /** In no more bytes than so: what does not fit is counted, and nothing leads anywhere then. */
  static String of(Message message, PageLinks links, int mostBytes) {
    String whole = of(message, links);
    if (bytes(whole) <= mostBytes) {
      return whole;
    }
    var text = new StringBuilder(message.isSummary() ? heading(message) : "");
    int told = 0;
    for (Message.Item item : message.items()) {
      String line = "%n[%s] %s".formatted(urgency(item.alert()), item.alert().getMessage());
      String rest = more(message.items().size() - told - 1);
      if (bytes(text + line + rest) > mostBytes) {
        break;
      }
      text.append(line);
      told++;
    }
    return text.append(more(message.items().size() - told)).toString().strip();
  }

  /** What a summary is about. */
  static String heading(Message message) {
    return message.items().size() + " alerts";
  }

  private static String of(Alert alert, PageLinks links) {
    return "[%s] %s%n%s%n%s"
            .formatted(urgency(alert), alert.getRuleName(), alert.getMessage(), alert.getRaisedAt())
        + links.line(alert);
  }

  private static String more(int alerts) {
    return alerts == 0 ? "" : "%n… and %d more".formatted(alerts);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
