package io.cleansight.messaging.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.messaging.registry.FramingProperties.Kind;
import io.cleansight.messaging.registry.FramingProperties.Registry;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FramingPropertiesTest {
  private static final Registry NONE = new Registry("", "", "", null);

  @Test
  void idsNeedARegistry() {
    assertThatThrownBy(() -> new FramingProperties(Kind.CONFLUENT, NONE))
        .hasMessageContaining("cleansight.framing.registry.url");
    assertThat(new FramingProperties(Kind.AVRO, NONE).registry().isSet()).isFalse();
  }

  @Test
  void saysWhatIsWrong() {
    assertThatThrownBy(() -> new Registry("registry:8080", "", "", null))
        .hasMessageContaining("cleansight.framing.registry.url");
    assertThatThrownBy(() -> new Registry("http://me:secret@registry", "", "", null))
        .hasMessageContaining("cleansight.framing.registry.url")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new Registry("http://registry:8080", "me", "secret", null))
        .hasMessageContaining("cleansight.framing.registry.username")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(() -> new Registry("https://registry", "", "", Path.of("no-such.pem")))
        .hasMessageContaining("cleansight.framing.registry.ca-file");
  }

  @Test
  void itsPasswordGoesNowhere() {
    assertThat(new Registry("https://registry", "me", "secret", Path.of("")).toString())
        .doesNotContain("secret");
  }
}
