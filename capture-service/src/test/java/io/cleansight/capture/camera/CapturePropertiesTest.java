package io.cleansight.capture.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cleansight.capture.camera.CaptureProperties.Camera;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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

  private static CaptureProperties of(String id, String source) {
    return new CaptureProperties(
        List.of(Camera.live(id, source)),
        null,
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        Duration.ofSeconds(30),
        Duration.ofSeconds(5),
        Duration.ofSeconds(60),
        300,
        DataSize.ofMegabytes(64));
  }
}
