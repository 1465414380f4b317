package io.cleansight.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.sourcekey.SourceKeyset;
import io.cleansight.sourcekey.SourcePublicKey;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCommandsTest {
  private static final String NOWHERE = "127.0.0.1:1";

  @Test
  void keysAreMadeRotatedAndRetired() {
    SourceKeyset first = keys(KeyCommandsRun.of("", NOWHERE, "new"));
    KeyCommandsRun rotated = KeyCommandsRun.of(first.secret(), NOWHERE, "rotate");
    assertThat(keys(rotated).ids()).hasSize(2).endsWith(first.ids().getFirst());
    KeyCommandsRun retired = KeyCommandsRun.of(keys(rotated).secret(), NOWHERE, "retire");
    assertThat(keys(retired).ids()).containsExactly(keys(rotated).ids().getFirst());
  }

  @ParameterizedTest
  @CsvSource({"rotate, ''", "rotate, c2VjcmV0", "retire, c2VjcmV0", "reencrypt, c2VjcmV0"})
  void withoutAPrivateKeyTheySayWhichSettingIsWrongAndDoNotQuoteIt(String command, String key) {
    KeyCommandsRun run = KeyCommandsRun.of(key, NOWHERE, command);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.printed()).contains("CAMERA_PRIVATE_KEY").doesNotContain("c2VjcmV0");
  }

  /** The private keys that were printed, which fit the public one beside them. */
  private static SourceKeyset keys(KeyCommandsRun run) {
    SourceKeyset keys = SourceKeyset.parse(printed(run, "CAMERA_PRIVATE_KEY"));
    var publicKey = new SourcePublicKey(printed(run, "CAMERA_PUBLIC_KEY"));
    assertThat(run.status()).isZero();
    assertThat(keys.isCurrent(publicKey.encrypt("rtsp://camera", "line-1"))).isTrue();
    return keys;
  }

  private static String printed(KeyCommandsRun run, String name) {
    var line = Pattern.compile("(?m)^" + name + "=(.+)$").matcher(run.printed());
    assertThat(line.find()).as(name).isTrue();
    return line.group(1);
  }
}
