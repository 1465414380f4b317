package io.cleansight.sourcekey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceKeysetTest {
  private static final SourceKeyset KEYS = SourceKeyset.generate();
  private static final String ADDRESS = "rtsp://user:sesame@camera/1";

  @Property(tries = 100)
  void whatWasEncryptedForACameraIsReadForThatCamera(
      @ForAll @Chars({'a', 'é', '路', '@', ' '}) String address, @ForAll String other) {
    String encrypted = KEYS.publicKey().encrypt(address, "line-1");
    assertThat(KEYS.decrypt(encrypted, "line-1")).hasValue(address);
    assertThat(KEYS.decrypt(encrypted, "line-1" + other + "x")).isEmpty();
  }

  @Example
  void whatWasChangedOrIsForAnotherKeyIsNotRead() {
    String encrypted = KEYS.publicKey().encrypt(ADDRESS, "line-1");
    byte[] bytes = Base64.getDecoder().decode(encrypted);
    bytes[bytes.length - 1] ^= 1;
    assertThat(KEYS.decrypt(encrypted, "line-1")).hasValue(ADDRESS);
    assertThat(KEYS.decrypt(Base64.getEncoder().encodeToString(bytes), "line-1")).isEmpty();
    assertThat(SourceKeyset.generate().decrypt(encrypted, "line-1")).isEmpty();
    assertThat(KEYS.decrypt("", "line-1")).isEmpty();
    assertThat(KEYS.decrypt("not base 64", "line-1")).isEmpty();
    assertThat(KEYS.publicKey().encrypt(ADDRESS, "line-1")).isNotEqualTo(encrypted);
  }

  @Test
  void afterARotationOldSourcesAreReadUntilTheOldKeyIsLetGo() {
    String before = KEYS.publicKey().encrypt(ADDRESS, "line-1");
    SourceKeyset rotated = SourceKeyset.parse(KEYS.rotated().secret());
    String after = rotated.publicKey().encrypt(ADDRESS, "line-1");
    assertThat(rotated.ids()).hasSize(2).endsWith(KEYS.ids().getFirst());
    assertThat(rotated.decrypt(before, "line-1")).hasValue(ADDRESS);
    assertThat(rotated.isCurrent(before)).isFalse();
    assertThat(rotated.isCurrent(after)).isTrue();
    assertThat(SourceKeyset.keyId(before)).hasValue(KEYS.ids().getFirst());
    assertThat(KEYS.decrypt(after, "line-1")).isEmpty();

    SourceKeyset alone = SourceKeyset.parse(rotated.primaryOnly().secret());
    assertThat(alone.ids()).containsExactly(rotated.ids().getFirst());
    assertThat(alone.decrypt(after, "line-1")).hasValue(ADDRESS);
    assertThat(alone.decrypt(before, "line-1")).isEmpty();
  }

  @Test
  void thePublicKeyHoldsNoSecretAndAPrivateOneIsNotTakenForIt() {
    assertThatThrownBy(() -> SourceKeyset.parse(KEYS.publicKey().toString()))
        .hasMessageContaining("CAMERA_PRIVATE_KEY");
    assertThatThrownBy(() -> new SourcePublicKey(KEYS.secret()))
        .hasMessageContaining("CAMERA_PUBLIC_KEY")
        .hasMessageNotContaining(KEYS.secret())
        .hasNoCause();
    var read = new SourcePublicKey(KEYS.publicKey().toString());
    assertThat(KEYS.decrypt(read.encrypt(ADDRESS, "line-1"), "line-1")).hasValue(ADDRESS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c2h!vcnQ", "c2hvcnQ=", "=c2hvcnQ", "CgA="})
  void aTextThatIsNoKeyIsRefusedByTheNameOfItsSettingWithoutQuotingIt(String text) {
    assertThatThrownBy(() -> SourceKeyset.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CAMERA_PRIVATE_KEY")
        .hasMessageNotContaining("c2h")
        .hasNoCause();
    assertThatThrownBy(() -> new SourcePublicKey(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CAMERA_PUBLIC_KEY")
        .hasMessageNotContaining("c2h")
        .hasNoCause();
  }
}
