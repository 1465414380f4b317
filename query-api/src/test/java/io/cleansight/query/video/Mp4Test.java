package io.cleansight.query.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Mp4Test {
  @TempDir Path folder;

  @Test
  void theMiddleOfARunPlaysFromZeroAndKnowsItsLength() throws Exception {
    TestVideo video = TestVideo.of(folder.resolve("whole.mp4"), 8);
    assertThat(video.size()).isEqualTo(8);
    var length = Duration.ofSeconds(6);
    var out = new ByteArrayOutputStream();
    out.writeBytes(Mp4.withLength(video.init(), length));
    var mp4 = new Mp4();
    for (int fragment = 3; fragment < 6; fragment++) {
      out.writeBytes(mp4.retimed(video.fragment(fragment)));
    }
    Path part = Files.write(folder.resolve("part.mp4"), out.toByteArray());
    TestVideo.assertPlays(part, length);
  }

  @Test
  void whatIsNoMp4IsAFaultAndNeverMore() throws Exception {
    TestVideo video = TestVideo.of(folder.resolve("whole.mp4"), 2);
    byte[] init = video.init();
    byte[] fragment = video.fragment(1);
    for (int length = 0; length < init.length; length++) {
      byte[] cut = Arrays.copyOf(init, length);
      assertThatThrownBy(() -> Mp4.withLength(cut, Duration.ofSeconds(1)))
          .isInstanceOf(IOException.class);
    }
    for (int at = 0; at < 100; at++) {
      byte[] bad = fragment.clone();
      bad[at] ^= (byte) 0xFF;
      try {
        new Mp4().retimed(bad);
      } catch (IOException refused) {
        assertThat(refused).hasMessageMatching("(a|no) .+");
      }
    }
  }
}
