package io.cleansight.capture.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Hardware;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class CapturePropertiesTest {

  @ParameterizedTest
  @ValueSource(strings = {"/no/such/file.mp4", "ftp://user:secret@camera/", "rtsp://", "scene:x"})
  void aSourceThatCannotBeUsedStopsTheStartByTheCamerasName(String source) {
    assertThatThrownBy(() -> of("line-1", source).byId())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capture.cameras: line-1: ")
        .hasMessageNotContaining("secret");
  }

  @Test
  void aStreamNeedNotBeThereYet() {
    assertThat(of("line-1", "rtsp://camera/1").byId()).containsOnlyKeys("line-1");
  }

  /** As the chart says it while no camera's network is named. */
  @Test
  void nothingIsAllowedByAnEmptyList() {
    assertThat(bound(Map.of("capture.sources.allowed", "")).sources().allowed()).isEmpty();
    assertThat(bound(Map.of("capture.sources.allowed", "10.1.0.0/16,public")).sources().allowed())
        .containsExactly("10.1.0.0/16", "public");
  }

  @Test
  void aNetworkThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> bound(Map.of("capture.sources.allowed", "10.1.0.0/99")))
        .rootCause()
        .hasMessageContaining("10.1.0.0/99");
    assertThatThrownBy(() -> AddressPolicy.checked("capture.sources.allowed", List.of("all")))
        .hasMessageStartingWith("capture.sources.allowed: all is no network");
  }

  private static CaptureProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bind("capture", CaptureProperties.class)
        .get();
  }

  private static CaptureProperties of(String id, String source) {
    return new CaptureProperties(
        List.of(Camera.live(id, source, null)),
        null,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        300,
        DataSize.ofMegabytes(64),
        new CaptureProperties.Sources(List.of(), 1, DataSize.ofGigabytes(1), 0),
        new VideoDefaults(5, 85, true, DataSize.ofMegabytes(32), Hardware.NONE));
  }
}
