package io.cleansight.capture.setting;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What people set, as an instance knows it that captures only some of the cameras. */
class EncryptedSourcesTest {
  private final EncryptedSources sources =
      new EncryptedSources(
          new Binder(new MapConfigurationPropertySource(Map.of("capture.first-retry", "1s")))
              .bind("capture", CaptureProperties.class)
              .get());

  @Test
  void whoAsksBeforeAllIsReadWaits() throws Exception {
    sources.keep("line-1", "encrypted");
    assertThat(sources.awaitKnown(Duration.ofMillis(20))).isFalse();
    Thread.ofVirtual().start(sources::known);
    assertThat(sources.awaitKnown(Duration.ofSeconds(20))).isTrue();
    assertThat(sources.kept("line-1")).contains("encrypted");
    assertThat(sources.kept("line-2")).isEmpty();
  }
}
