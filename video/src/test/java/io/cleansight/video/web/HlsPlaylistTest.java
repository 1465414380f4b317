package io.cleansight.video.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import io.cleansight.video.web.HlsPlaylist.Media;
import io.cleansight.video.web.HlsPlaylist.Segment;
import io.cleansight.video.web.HlsPlaylist.Variants;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HlsPlaylistTest {
  private static final URI BASE = URI.create("http://camera/live/list.m3u8");

  @Test
  void aPlaylistNamesItsSegments() throws Exception {
    var media =
        (Media)
            read(
                """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:17
                #EXT-X-MAP:URI="init.mp4"
                #EXTINF:4.0,
                a.m4s
                #EXTINF:3.5,
                /b.m4s
                #EXT-X-DISCONTINUITY
                #EXT-X-MAP:URI="other.mp4"
                #EXTINF:4.0,
                http://other/c.m4s
                """);
    assertThat(media.ends()).isFalse();
    assertThat(media.target()).isEqualTo(Duration.ofSeconds(4));
    assertThat(media.segments())
        .containsExactly(
            segment(17, "http://camera/live/a.m4s", 4000, "http://camera/live/init.mp4"),
            segment(18, "http://camera/b.m4s", 3500, "http://camera/live/init.mp4"),
            segment(19, "http://other/c.m4s", 4000, "http://camera/live/other.mp4"));
  }

  @Test
  void ofSeveralSizesTheLargestThatIsAllowedIsPlayedOrTheSmallest() throws Exception {
    var variants =
        (Variants)
            read(
                """
                #EXTM3U
                #EXT-X-STREAM-INF:BANDWIDTH=100000,CODECS="mp4a.40.2"
                sound.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=800000,RESOLUTION=640x360,CODECS="avc1.4d401e,mp4a.40.2"
                small.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=9000000,RESOLUTION=3840x2160
                large.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=3000000,RESOLUTION=1280x720
                middle.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=2000000,RESOLUTION=1280x720
                thin.m3u8
                """);
    assertThat(variants.chosen(false, 4096L * 2304).uri()).hasPath("/live/large.m3u8");
    assertThat(variants.chosen(false, 1920L * 1080).uri()).hasPath("/live/middle.m3u8");
    assertThat(variants.chosen(true, 1920L * 1080).uri()).hasPath("/live/small.m3u8");
    assertThatExceptionOfType(VideoException.class)
        .isThrownBy(() -> variants.chosen(true, 100))
        .matches(it -> it.fault() == Fault.TOO_LARGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#EXT-X-KEY:METHOD=AES-128,URI=\"key\"\n#EXTINF:4,\na.ts\n",
        "#EXT-X-KEY:METHOD=SAMPLE-AES,URI=\"key\"\n#EXTINF:4,\na.ts\n",
        "#EXT-X-BYTERANGE:100@0\n#EXTINF:4,\na.ts\n",
        "#EXT-X-MAP:URI=\"a.mp4\",BYTERANGE=\"100@0\"\n#EXTINF:4,\na.mp4\n",
        "#EXTINF:often,\na.ts\n",
        "#EXTINF:-1e400,\na.ts\n#EXT-X-MEDIA-SEQUENCE:99999999999999999999\n",
        "#EXT-X-STREAM-INF:RESOLUTION=huge\na.m3u8\n",
        "#EXT-X-SESSION-KEY:METHOD=AES-128,URI=\"key\"\n#EXT-X-STREAM-INF:BANDWIDTH=1\na.m3u8\n"
      })
  void whatIsEncryptedOrNoPlaylistIsNotTaken(String lines) {
    assertThat(fault("#EXTM3U\n#EXT-X-TARGETDURATION:4\n" + lines)).isEqualTo(Fault.FORMAT);
  }

  @Test
  void aKeyThatIsNoneEncryptsNothing() throws Exception {
    String text = "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXT-X-KEY:METHOD=NONE\n#EXTINF:4,\na.ts\n";
    assertThat(read(text)).isInstanceOf(Media.class);
  }

  @ParameterizedTest
  @CsvSource({"http://[, NOT_ALLOWED", "a b.ts, NOT_ALLOWED"})
  void anAddressThatIsNoneIsNotAllowed(String address, Fault fault) {
    assertThat(fault("#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n" + address + "\n"))
        .isEqualTo(fault);
  }

  private static Segment segment(long number, String uri, int millis, String init) {
    return new Segment(number, URI.create(uri), Duration.ofMillis(millis), URI.create(init));
  }

  private static HlsPlaylist read(String text) throws VideoException {
    return HlsPlaylist.read(text, BASE);
  }

  private static Fault fault(String text) {
    try {
      throw new AssertionError("taken as " + read(text));
    } catch (VideoException e) {
      return e.fault();
    }
  }
}
