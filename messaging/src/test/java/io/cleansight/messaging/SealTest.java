package io.cleansight.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private static final Seal SEAL = new Seal(Base64.getEncoder().encodeToString(new byte[32]));
  private static final String SECRET = "rtsp://user:secret@camera/1";

  @Property
  void whatWasClosedIsOpenedForItsOwner(@ForAll String secret, @ForAll String owner) {
    String sealed = SEAL.close(secret, owner);
    assertThat(SEAL.open(sealed, owner).map(String::length))
        .hasValue(
            new String(
                    secret.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                    java.nio.charset.StandardCharsets.UTF_8)
                .length());
    assertThat(SEAL.open(sealed, owner + "x")).isEmpty();
  }

  @Test
  void whatWasChangedOrIsOfAnotherKeyIsNotOpened() {
    String sealed = SEAL.close(SECRET, "line-1");
    byte[] bytes = Base64.getDecoder().decode(sealed);
    bytes[bytes.length - 1] ^= 1;
    var key = new byte[32];
    key[0] = 1;
    assertThat(SEAL.open(sealed, "line-1")).hasValue(SECRET);
    assertThat(SEAL.open(Base64.getEncoder().encodeToString(bytes), "line-1")).isEmpty();
    assertThat(new Seal(Base64.getEncoder().encodeToString(key)).open(sealed, "line-1")).isEmpty();
    assertThat(SEAL.open("", "line-1")).isEmpty();
    assertThat(SEAL.open("not base 64", "line-1")).isEmpty();
    assertThat(sealed).doesNotContain("secret");
    assertThat(SEAL.close(SECRET, "line-1")).isNotEqualTo(sealed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"c2hvcnQ=", "c2hvcnQ!", "c2hv cnQ=", "=c2hvcnQ"})
  void aKeyThatIsNoneIsRefusedByTheNameOfItsSettingWithoutSayingIt(String key) {
    assertThatThrownBy(() -> new Seal(key))
        .hasMessageContaining("CAMERA_KEY")
        .hasMessageContaining("32 bytes")
        .hasMessageNotContaining("c2hv")
        .hasNoCause();
  }
}
