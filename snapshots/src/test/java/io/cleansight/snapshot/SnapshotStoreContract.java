package io.cleansight.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every store of pictures must do. */
abstract class SnapshotStoreContract {
  private static final byte[] PICTURE = "a picture".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LARGE = new byte[8 << 20];

  private final String key = "violations/2026/03/01/" + UUID.randomUUID() + ".jpg";

  abstract SnapshotStore store();

  @Test
  void keepsAPicture() {
    store().put(key, PICTURE, "image/jpeg");
    assertThat(store().get(key)).contains(PICTURE);
  }

  @Test
  void keepsALargePicture() {
    store().put(key, LARGE, "video/mp4");
    assertThat(store().get(key)).contains(LARGE);
  }

  @Test
  void givesPartsOfWhatItKeeps() {
    store().put(key, PICTURE, "image/jpeg");
    assertThat(store().get(key, 2, 4)).contains("pict".getBytes(StandardCharsets.UTF_8));
    assertThat(store().get(key, 0, 1)).contains("a".getBytes(StandardCharsets.UTF_8));
    assertThat(store().get(key, 6, 100)).contains("ure".getBytes(StandardCharsets.UTF_8));
    assertThat(store().get(key + "x", 0, 4)).isEmpty();
  }

  @Test
  void aPictureGivenAgainIsTheSame() {
    store().put(key, PICTURE, "image/jpeg");
    store().put(key, PICTURE, "image/jpeg");
    assertThat(store().get(key)).contains(PICTURE);
  }

  @Test
  void hasNothingUnderAnUnknownKey() {
    assertThat(store().get(key)).isEmpty();
  }

  @Test
  void letsGo() {
    store().put(key, PICTURE, "image/jpeg");
    store().remove(key);
    assertThat(store().get(key)).isEmpty();
  }

  @Test
  void lettingGoOfWhatIsNotThereIsNoFault() {
    assertThatCode(() -> store().remove(key)).doesNotThrowAnyException();
  }
}
