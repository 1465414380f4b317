package io.cleansight.alert.notify.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.alert.notify.Alerts;
import io.cleansight.contracts.vocabulary.AlertState;
import io.cleansight.event.Alert;
import java.io.IOException;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every channel must do. */
abstract class ChannelContract {
  static final Instant NOW = Instant.parse("2026-03-01T12:05:00Z");

  abstract Channel channel();

  abstract Alert alert();

  /** How many messages arrived, by whoever got them. */
  abstract int messages();

  /** From now on nothing arrives; false where that cannot be. */
  abstract boolean breakIt();

  /** Of one alert, or of several. */
  Message message(Alert... alerts) {
    String recipient = channel().recipients(alert()).iterator().next();
    return Alerts.message(NOW, channel().name(), recipient, alerts);
  }

  @Test
  void notifiesEachRecipientOfItsAlert() throws Exception {
    assertThat(channel().name()).matches("[a-z0-9-]+");
    assertThat(channel().recipients(alert())).isNotEmpty();
    int before = messages();
    for (String recipient : channel().recipients(alert())) {
      channel().send(Alerts.message(NOW, channel().name(), recipient, alert()));
    }
    assertThat(messages() - before).isEqualTo(channel().recipients(alert()).size());
  }

  @Test
  void severalAlertsAreOneMessage() throws Exception {
    int before = messages();
    channel().send(message(alert(), Alerts.raised(channel().name()), alert()));
    assertThat(messages() - before).isEqualTo(1);
  }

  @Test
  void saysSoIfNobodyWasNotified() {
    Message message = message(alert());
    if (breakIt()) {
      assertThatThrownBy(() -> channel().send(message))
          .isInstanceOf(IOException.class)
          .message()
          .doesNotContain("secret-token");
    }
  }

  @Test
  void tellsOfWhatIsToBeDone() {
    assertThat(
            Stream.of(
                AlertState.RAISED.word(),
                AlertState.UNSILENCED.word(),
                AlertState.ESCALATED.word()))
        .allMatch(channel()::tells);
    assertThat(channel().tells(AlertState.UPDATED.word())).isFalse();
  }
}
