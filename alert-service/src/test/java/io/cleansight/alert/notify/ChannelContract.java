package io.cleansight.alert.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.event.Alert;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What every channel must do. */
abstract class ChannelContract {
  static final String KEY = "6f6c1f6a-0000-3000-8000-000000000001";

  abstract Channel channel();

  abstract Alert alert();

  /** How often somebody was told, by whoever was. */
  abstract int tellings();

  /** From now on nobody can be told; false where that cannot be. */
  abstract boolean breakIt();

  @Test
  void tellsEachRecipientOfItsAlert() throws Exception {
    assertThat(channel().name()).matches("[a-z0-9-]+");
    assertThat(channel().recipients(alert())).isNotEmpty();
    int before = tellings();
    for (String recipient : channel().recipients(alert())) {
      channel().tell(alert(), recipient, KEY);
    }
    assertThat(tellings() - before).isEqualTo(channel().recipients(alert()).size());
  }

  @Test
  void saysSoIfNobodyWasTold() {
    String recipient = channel().recipients(alert()).iterator().next();
    if (breakIt()) {
      assertThatThrownBy(() -> channel().tell(alert(), recipient, KEY))
          .isInstanceOf(IOException.class)
          .message()
          .doesNotContain("secret-token");
    }
  }
}
