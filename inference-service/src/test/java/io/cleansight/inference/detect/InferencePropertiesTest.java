package io.cleansight.inference.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class InferencePropertiesTest {
  @Test
  void camerasOfOtherDetectorsAreExcludedByName() {
    InferenceProperties settings = bound(Map.of("inference.excluded-cameras", "dock-*,line-2"));
    assertThat(settings.excludes("dock-1")).isTrue();
    assertThat(settings.excludes("line-2")).isTrue();
    assertThat(settings.excludes("line-1")).isFalse();
    assertThat(settings.excludes("a-dock-1")).isFalse();
  }

  @Test
  void noCameraIsExcludedUnlessSomebodySaysSo() {
    assertThat(bound(Map.of()).excludes("line-1")).isFalse();
  }

  private static InferenceProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("inference", InferenceProperties.class);
  }
}
