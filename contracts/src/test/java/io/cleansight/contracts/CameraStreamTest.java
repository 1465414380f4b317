package io.cleansight.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.event.CameraSource;
import org.junit.jupiter.api.Test;

/** Which record says where which stream comes from. */
class CameraStreamTest {
  @Test
  void ofTheMainStreamTheKeyIsTheCameraAsBeforeThereWereOthers() {
    var source = CameraSource.newBuilder().setCameraId("line-1").setEncrypted("x").build();
    assertThat(CameraStream.of(source).key()).isEqualTo("line-1");
    assertThat(CameraStream.ofKey("line-1").is(CameraStream.Kind.MAIN)).isTrue();
  }

  @Test
  void everyOtherHasAKeyOfItsOwnThatTellsItsCamera() {
    CameraStream stream = CameraStream.of("line-1", CameraStream.Kind.SUBSTREAM);
    assertThat(stream.key()).isEqualTo("line-1/substream");
    assertThat(CameraStream.ofKey(stream.key())).isEqualTo(stream);
    assertThat(CameraId.isValid(stream.key())).isFalse();
  }
}
