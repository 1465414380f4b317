package io.cleansight.capture.setting;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.setting.CaptureProperties.Camera;
import io.cleansight.capture.setting.CaptureProperties.Pace;
import io.cleansight.capture.setting.CaptureProperties.VideoDefaults;
import io.cleansight.event.Corner;
import io.cleansight.event.Zone;
import io.cleansight.video.Hardware;
import io.cleansight.video.Mask;
import io.cleansight.video.Taking;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class FootageTest {
  private static final VideoDefaults DEFAULTS =
      new VideoDefaults(5, 80, true, DataSize.ofMegabytes(32), Hardware.NONE);
  private static final Camera ADDED = Camera.live("line-1", "rtsp://camera/1", null);

  @Test
  void whereNobodySetAnythingADefaultRateHoldsForAddedCamerasAlone() {
    assertThat(Footage.of(ADDED, true, null, DEFAULTS))
        .isEqualTo(new Footage(new Taking(5.0, 80, null), null, true));
    assertThat(Footage.of(own(null), false, null, DEFAULTS).taking().framesPerSecond()).isNull();
    assertThat(Footage.of(own(2.0), false, null, DEFAULTS).taking().framesPerSecond())
        .isEqualTo(2.0);
  }

  @Test
  void whatPeopleSetHolds() {
    var set = settings().setFramesPerSecond(0.5).setJpegQuality(60).setLongestSide(960);
    set.setStillFramesPerSecond(0.1).setKeepVideo(false);
    assertThat(Footage.of(own(2.0), false, set.build(), DEFAULTS))
        .isEqualTo(new Footage(new Taking(0.5, 60, 960), 0.1, false));
  }

  @Test
  void whatPeopleLeaveOpenIsAsUsual() {
    assertThat(Footage.of(ADDED, true, settings().build(), DEFAULTS))
        .isEqualTo(new Footage(new Taking(5.0, 80, null), null, true));
  }

  @Test
  void privacyMasksAreTakenAndOtherZonesAreNot() {
    var set = settings().setZones(List.of(zone("privacy"), zone("restricted")));
    Footage masked = Footage.of(ADDED, true, set.build(), DEFAULTS);
    assertThat(masked.taking().masks())
        .containsExactly(
            new Mask(
                List.of(new Mask.Corner(0, 0), new Mask.Corner(1, 0), new Mask.Corner(0.5, 0.25))));
    Footage open = Footage.of(ADDED, true, settings().build(), DEFAULTS);
    assertThat(masked.keepsAs(open)).isFalse();
    assertThat(masked.keepsAs(masked)).isTrue();
    assertThat(open.taking().isMasked()).isFalse();
  }

  @Test
  void noVideoIsKeptWhereTheServiceKeepsNone() {
    var none = new VideoDefaults(5, 80, false, DataSize.ofMegabytes(32), Hardware.NONE);
    assertThat(Footage.of(ADDED, true, settings().setKeepVideo(true).build(), none).keep())
        .isFalse();
  }

  private static Camera own(@Nullable Double fps) {
    return new Camera("line-1", "rtsp://camera/1", false, fps, Pace.REALTIME, null, null);
  }

  private static Zone zone(String type) {
    return Zone.newBuilder()
        .setZoneId(type)
        .setType(type)
        .setCorners(List.of(new Corner(0.0, 0.0), new Corner(1.0, 0.0), new Corner(0.5, 0.25)))
        .build();
  }

  private static io.cleansight.event.Camera.Builder settings() {
    return io.cleansight.event.Camera.newBuilder()
        .setCameraId("line-1")
        .setName("line 1")
        .setEnabled(true)
        .setZones(List.of());
  }
}
