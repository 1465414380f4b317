package io.cleansight.persistence.clip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ClipLabelTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final byte[] MP4 = {
    0, 0, 0, 12, 'f', 't', 'y', 'p', 1, 2, 3, 4, 0, 0, 0, 8, 'm', 'd', 'a', 't'
  };
  private static final ClipLabel LABEL =
      new ClipLabel(
          new UUID(1, 2),
          "line-1",
          Instant.parse("2026-03-01T12:00:00Z"),
          Instant.parse("2026-03-01T12:00:15.123456Z"),
          "avc1.64001F",
          null);

  @Test
  void aClipIsKnownByWhatItSaysOfItself() {
    byte[] labelled = LABEL.on(MP4, JSON);
    assertThat(ClipLabel.of(labelled, JSON)).contains(LABEL);
    assertThat(Arrays.copyOf(labelled, MP4.length)).isEqualTo(MP4);
  }

  @Test
  void aFileWithoutALabelIsNotKnown() {
    assertThat(ClipLabel.of(MP4, JSON)).isEmpty();
    byte[] cut = LABEL.on(MP4, JSON);
    assertThat(ClipLabel.of(Arrays.copyOf(cut, cut.length - 3), JSON)).isEmpty();
  }

  @Property
  void noBytesAreAFault(@ForAll byte[] bytes) {
    assertThat(ClipLabel.of(bytes, JSON)).isEmpty();
  }
}
