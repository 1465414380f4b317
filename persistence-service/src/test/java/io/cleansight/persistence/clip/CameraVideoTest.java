package io.cleansight.persistence.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.event.Segment;
import io.cleansight.persistence.clip.CameraVideo.Collected;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CameraVideoTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int BYTES = 100;

  private final ClipWindow window = new ClipWindow(NOON.minusSeconds(5), NOON, NOON.plusSeconds(5));

  /** As of a file of five pictures a second, of which each 250th is a key frame. */
  @Test
  void videoIsCollectedFromTheKeyFrameBeforeItHoweverFarThatIs() {
    var collected = new Collected(window, 1000 * BYTES);
    for (int second = -120; second < 20; second += 2) {
      collected.add(segment(1, second, second == -100 || second == -50), NOON);
    }
    assertThat(collected.hasBeginning()).isTrue();
    assertThat(collected.fragments())
        .extracting(Fragment::first)
        .startsWith(NOON.minusSeconds(50))
        .endsWith(NOON.plusSeconds(4))
        .hasSize(28);
    assertThat(collected.goesOn()).isTrue();
  }

  /** What is older is not needed, and leaves room. */
  @Test
  void whatLiesBeforeThatKeyFrameTakesNoRoom() {
    var collected = new Collected(window, 10 * BYTES);
    for (int second = -120; second < 6; second += 2) {
      collected.add(segment(1, second, second % 4 == 0), NOON);
    }
    assertThat(collected.fragments())
        .extracting(Fragment::first)
        .startsWith(NOON.minusSeconds(8))
        .endsWith(NOON.plusSeconds(4));
  }

  @Test
  void theKeyFramesOfAnotherRunAreItsOwn() {
    var collected = new Collected(window, 1000 * BYTES);
    collected.add(segment(1, -20, true), NOON);
    collected.add(segment(2, -10, true), NOON);
    assertThat(collected.fragments()).hasSize(2);
  }

  private static Segment segment(long generation, int second, boolean keyFrame) {
    Instant at = NOON.plusSeconds(second);
    return Segment.newBuilder()
        .setCameraId("line-1")
        .setEpoch(NOON.minus(Duration.ofHours(1)))
        .setGeneration(generation)
        .setSequence(second + 120)
        .setFirstCapturedAt(at)
        .setLastCapturedAt(at.plusSeconds(2))
        .setCodec("avc1.64001F")
        .setWidth(64)
        .setHeight(36)
        .setKeyFrame(keyFrame)
        .setSourceKind("recorded")
        .setInit(ByteBuffer.allocate(3))
        .setFragment(ByteBuffer.allocate(BYTES))
        .build();
  }
}
