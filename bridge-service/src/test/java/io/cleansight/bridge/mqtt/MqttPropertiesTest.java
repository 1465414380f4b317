package io.cleansight.bridge.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MqttPropertiesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://broker:1883",
        "broker",
        "mqtt://",
        "mqtt://secret:word@broker",
        "mqtt://broker/path",
        "mqtt://bro ker",
        "://"
      })
  void anAddressThatIsNoneIsRefusedWithoutBeingRepeated(String url) {
    assertThatThrownBy(() -> of(url, "cleansight", ""))
        .hasMessageStartingWith("bridge.mqtt.url must be mqtt://")
        .hasNoCause()
        .message()
        .doesNotContain("secret", "word");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "a/+", "#", "$SYS", "a b"})
  void aPrefixIsOneThatMayBePublishedTo(String prefix) {
    assertThatThrownBy(() -> of("", prefix, "")).hasMessageContaining("bridge.mqtt.prefix");
    if (!prefix.isEmpty()) {
      assertThatThrownBy(() -> of("", "a", prefix)).hasMessageContaining("bridge.mqtt.discovery");
    }
  }

  @Test
  void theUsualPortsNeedNotBeSaid() {
    assertThat(of("mqtt://broker", "a", "").port()).isEqualTo(1883);
    assertThat(of("mqtts://broker", "a", "").port()).isEqualTo(8883);
    assertThat(of("mqtts://broker:1", "a/b.c", "homeassistant").port()).isEqualTo(1);
  }

  @Test
  void aMissingCertificateAndTheLoginAreSaidRightly() {
    assertThatThrownBy(
            () -> new MqttProperties("", "", "", Path.of("no-such.pem"), "cleansight", ""))
        .hasMessageContaining("bridge.mqtt.ca-file: no-such.pem");
    assertThat(new MqttProperties("mqtt://b", "mei", "word", null, "a", ""))
        .asString()
        .doesNotContain("word");
  }

  private static MqttProperties of(String url, String prefix, String discovery) {
    return new MqttProperties(url, "", "", null, prefix, discovery);
  }
}
