package io.cleansight.capture.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.capture.Sample;
import io.cleansight.capture.publish.RunRegistry.Run;
import io.cleansight.event.Segment;
import io.cleansight.video.Fragment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunSegmentsTest {
  private static final Run RUN = new Run(7, Sample.EPOCH, true, false);
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final RunSegments live = RunSegments.live("line-1", RUN);

  @Test
  void aSegmentIsDatedByThePicturesOfItsVideo() {
    live.open();
    live.date(NOON, Duration.ofSeconds(10));
    Segment segment = live.segment(fragment(12, 14), NOON.plusSeconds(60));
    assertThat(segment.getFirstCapturedAt()).isEqualTo(NOON.plusSeconds(2));
    assertThat(segment.getLastCapturedAt()).isEqualTo(NOON.plusSeconds(4));
    assertThat(segment.getCameraId()).isEqualTo("line-1");
    assertThat(segment.getEpoch()).isEqualTo(Sample.EPOCH);
    assertThat(segment.getGeneration()).isEqualTo(7);
    assertThat(segment.getSourceKind()).isEqualTo("live");
    assertThat(segment.getCodec()).isEqualTo("avc1.64001F");
    assertThat(segment.getInit().remaining()).isEqualTo(3);
    assertThat(segment.getFragment().remaining()).isEqualTo(5);
    assertThat(segment.getKeyFrame()).isTrue();
  }

  @Test
  void beforeTheFirstPictureItEndsWhenItComes() {
    live.open();
    assertThat(live.segment(fragment(0, 2), NOON).getLastCapturedAt()).isEqualTo(NOON);
  }

  @Test
  void unevenPicturesDoNotMoveTheVideo() {
    live.open();
    live.date(NOON, Duration.ofSeconds(10));
    live.date(NOON.plusMillis(1_140), Duration.ofSeconds(11));
    assertThat(live.segment(fragment(11, 12), NOON).getFirstCapturedAt())
        .isEqualTo(NOON.plusSeconds(1));
    live.date(NOON.plusMillis(2_160), Duration.ofSeconds(12));
    assertThat(live.segment(fragment(12, 13), NOON).getFirstCapturedAt())
        .isEqualTo(NOON.plusMillis(2_160));
  }

  @Test
  void eachOpeningOfALiveCameraIsAVideoOfItsOwn() {
    live.open();
    live.date(NOON, Duration.ofSeconds(10));
    Segment before = live.segment(fragment(10, 12), NOON);
    live.open();
    Segment after = live.segment(fragment(0, 2), NOON.plusSeconds(30));
    assertThat(before.getOpening()).isZero();
    assertThat(after.getOpening()).isOne();
    assertThat(after.getSequence()).isEqualTo(before.getSequence() + 1);
    assertThat(after.getFirstCapturedAt()).isEqualTo(NOON.plusSeconds(28));
  }

  @Test
  void aFileOpenedAgainIsTheSameVideo() {
    var recorded = RunSegments.recorded("line-1", RUN);
    recorded.open();
    recorded.date(NOON, Duration.ZERO);
    Segment once = recorded.segment(fragment(0, 2), NOON);
    recorded.open();
    recorded.date(NOON, Duration.ZERO);
    assertThat(recorded.segment(fragment(0, 2), NOON.plusSeconds(99))).isEqualTo(once);
    assertThat(once.getSourceKind()).isEqualTo("recorded");
  }

  private static Fragment fragment(int from, int to) {
    return new Fragment(
        new byte[3],
        new byte[5],
        "avc1.64001F",
        64,
        36,
        true,
        Duration.ofSeconds(from),
        Duration.ofSeconds(to));
  }
}
