package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What people write by mistake or on purpose. Each gets an answer that says what is wrong, nothing
 * is read that must not be, and no password is in what is said or logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadSourcesTest {
  private static final Path H264 = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Path MJPEG = Path.of("../../shared/videos/store-aisle_mjpeg.avi");
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final String PASSWORD = "hunter2";
  private static final Rules LAPTOP =
      new Rules(List.of("127.0.0.1"), true, null, Rules.LARGEST_PICTURE);
  private static final Rules CLUSTER =
      new Rules(List.of("0.0.0.0/0", "::/0"), false, null, Rules.LARGEST_PICTURE);

  @TempDir Path folder;
  private WebCamera camera;
  private WebCamera secret;

  @BeforeEach
  void start() throws IOException {
    camera = new WebCamera("127.0.0.1");
    secret = new WebCamera("127.0.0.2");
  }

  @AfterEach
  void stop(CapturedOutput output) {
    camera.close();
    secret.close();
    assertThat(secret.asked()).isEmpty();
    assertThat(output.getAll()).doesNotContain(PASSWORD);
  }

  @ParameterizedTest
  @CsvSource({
    "/etc/passwd, 'cannot be opened: it has no video;cannot be opened: its format'",
    "/dev/zero, not a regular file",
    "/dev/video4711, no such device",
    "/, no JPEG or PNG picture in the folder",
    "/none.mp4, no such file",
    "http://user:hunter2@127.0.0.1./, http address without a host",
    "concat:/etc/passwd|/etc/hosts, 'no file, and no address'",
    "'data:video/mp4;base64,AAAA', 'no file, and no address'",
    "file:///etc/passwd, scheme file is not one of",
    "gopher://127.0.0.1/, scheme gopher is not one of",
    "rtsp://user:hunter2@camera@127.0.0.1/, an @ in user or password is written %40",
    "rtsp://user:hunter2%0d%0aX@127.0.0.1/, with a control character",
    "http://user:hunter2@127.0.0.1/a%0d%0ab, with a control character",
    "'rtsp://user:hunter2@127.0.0.1/a b', malformed at character",
  })
  void saysWhatIsWrong(String source, String said) {
    assertThat(complaint(source, LAPTOP)).containsAnyOf(said.split(";"));
  }

  @Test
  void aLineBreakInAnAddressIsNone() {
    assertThat(complaint("rtsp://user:hunter2@127.0.0.1/a\r\nTEARDOWN /", LAPTOP))
        .contains("malformed at character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://user:hunter2@127.0.0.1/",
        "http://user:hunter2@2130706433/",
        "http://user:hunter2@0x7f000001/",
        "rtsp://user:hunter2@017700000001/",
        "http://user:hunter2@localhost/",
        "http://user:hunter2@[::1]/",
        "http://user:hunter2@[::ffff:127.0.0.1]/",
        "rtsp://user:hunter2@[::ffff:7f00:1]/",
        "http://user:hunter2@169.254.169.254/latest/meta-data/",
        "rtsp://user:hunter2@[::ffff:169.254.169.254]/",
        "http://user:hunter2@[fd00:ec2::254]/"
      })
  void aClusterOpensNeitherItselfNorCredentials(String source) {
    assertThat(complaint(source, CLUSTER))
        .isEqualTo("cannot be opened: it has no address that is allowed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://169.254.169.254/", "rtsp://[::ffff:169.254.169.254]/"})
  void neitherDoesALaptopOpenCredentials(String source) {
    assertThat(complaint(source, Rules.OWN_MACHINE))
        .isEqualTo("cannot be opened: it has no address that is allowed");
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/passwd, NOT_ALLOWED",
    "'data:video/mp2t;base64,AAAA', NOT_ALLOWED",
    "concat:/etc/passwd, NOT_ALLOWED",
    "http://169.254.169.254/a.ts, NOT_ALLOWED",
    "http://127.0.0.2:%d/a.ts, NOT_ALLOWED",
    "http://2130706434/a.ts, NOT_ALLOWED",
    "list.m3u8, NO_VIDEO"
  })
  void opensOfAPlaylistNothingThatIsNotAllowed(String address, Fault fault) {
    String segment = address.formatted(secret.port());
    camera.has(
        "/list.m3u8",
        bytes("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n" + segment + "\n#EXT-X-ENDLIST\n"));
    assertThat(complaint(withLogin("/list.m3u8"), LAPTOP))
        .isEqualTo(new VideoException(fault).getMessage());
    camera.has("/list.m3u8", bytes("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n" + segment + "\n"));
    assertThat(complaint(withLogin("/list.m3u8"), LAPTOP))
        .isEqualTo(new VideoException(fault == Fault.NO_VIDEO ? Fault.FORMAT : fault).getMessage());
  }

  @Test
  void aPlaylistThatIsTooLongOrEncryptedIsNotTaken() {
    camera.has("/long.m3u8", bytes("#EXTM3U\n" + "#".repeat(2 << 20)));
    camera.has(
        "/key.m3u8",
        bytes(
            "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXT-X-KEY:METHOD=AES-128,URI=\"file:///etc/passwd\""
                + "\n#EXTINF:1,\na.ts\n#EXT-X-ENDLIST\n"));
    assertThat(complaint(withLogin("/long.m3u8"), LAPTOP)).contains("format or codec");
    assertThat(complaint(withLogin("/key.m3u8"), LAPTOP)).contains("format or codec");
  }

  @Test
  void aFileThatHoldsNoVideoIsRefused() throws Exception {
    SharedFiles.require(H264);
    byte[] whole = Files.readAllBytes(H264);
    int index = new String(whole, StandardCharsets.ISO_8859_1).indexOf("moov") + 200;
    refused("cut.mp4", Arrays.copyOf(whole, index));
    refused("empty.mp4", new byte[0]);
    refused("zeros.mp4", new byte[1 << 20]);
    refused("list.ffconcat", bytes("ffconcat version 1.0\nfile /etc/passwd\n"));
    refused("sound.wav", wav());
    refused("sound.mp4", replaced(whole, "vide", "soun"));
    refused("list.m3u8", bytes("#EXTM3U\n#EXTINF:1,\n/etc/passwd\n"));
  }

  @Test
  void aLinkIsWhatItLeadsTo() throws Exception {
    SharedFiles.require(MJPEG);
    Path link = Files.createSymbolicLink(folder.resolve("l.avi"), MJPEG.toRealPath());
    assertThat(played(link)).isEqualTo(67);
    Path other = Files.createSymbolicLink(folder.resolve("p.mp4"), Path.of("/etc/passwd"));
    assertThat(complaint(other.toString(), LAPTOP)).startsWith("cannot be opened");
  }

  @Test
  void aPipeIsNotWaitedFor() throws Exception {
    Path pipe = folder.resolve("pipe.mp4");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThat(complaint(pipe.toString(), LAPTOP)).startsWith("not a regular file");
  }

  /** Frames per second that cannot be, a size that changes, a picture that lies on its side. */
  @Test
  void whatIsOddIsPlayedToItsEnd() throws Exception {
    SharedFiles.require(MJPEG);
    byte[] avi = Files.readAllBytes(MJPEG);
    assertThat(played(Files.write(folder.resolve("fast.avi"), rated(avi, 10_000)))).isEqualTo(67);
    assertThat(played(Files.write(folder.resolve("still.avi"), rated(avi, 0)))).isEqualTo(67);
    byte[] mp4 = Files.readAllBytes(H264);
    assertThat(played(Files.write(folder.resolve("side.mp4"), onItsSide(mp4)))).isEqualTo(67);
    Path raw = Files.write(folder.resolve("raw.h264"), Remuxed.of(H264, "h264").joined());
    assertThat(played(raw)).isBetween(60, 67);
  }

  private String withLogin(String path) {
    return camera.url(path).replace("http://", "http://user:" + PASSWORD + "@");
  }

  private void refused(String name, byte[] content) throws IOException {
    Path file = Files.write(folder.resolve(name), content);
    assertThat(complaint(file.toString(), LAPTOP))
        .as(name)
        .startsWith("cannot be opened: ")
        .doesNotContain(folder.toString());
  }

  private static String complaint(String source, Rules rules) {
    try (var video = new InProcessOpener(rules).open(Source.parse(source), PATIENCE)) {
      throw new AssertionError("opened, of " + video.duration());
    } catch (VideoException | IllegalArgumentException e) {
      assertThat(e).hasNoCause().hasMessageNotContaining(PASSWORD);
      return String.valueOf(e.getMessage());
    }
  }

  /** How many pictures it has; their times do not go back. */
  private static int played(Path file) throws VideoException {
    int pictures = 0;
    Duration last = Duration.ZERO;
    try (var video = new InProcessOpener(LAPTOP).open(Source.parse(file.toString()), PATIENCE)) {
      for (var next = video.next(); next.isPresent(); next = video.next()) {
        assertThat(next.get().mediaTime()).isGreaterThanOrEqualTo(last);
        last = next.get().mediaTime();
        pictures++;
      }
    }
    return pictures;
  }

  private static byte[] rated(byte[] avi, int framesPerSecond) {
    byte[] rated = avi.clone();
    int header = new String(avi, StandardCharsets.ISO_8859_1).indexOf("strh");
    ByteBuffer.wrap(rated)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(header + 28, 1)
        .putInt(header + 32, framesPerSecond);
    return rated;
  }

  private static byte[] onItsSide(byte[] mp4) {
    byte[] turned = mp4.clone();
    int matrix = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 44;
    var bytes = ByteBuffer.wrap(turned);
    int[] quarter = {0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30};
    for (int i = 0; i < quarter.length; i++) {
      bytes.putInt(matrix + 4 * i, quarter[i]);
    }
    return turned;
  }

  private static byte[] wav() {
    var wav = ByteBuffer.allocate(44 + 8000).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(bytes("RIFF")).putInt(8036).put(bytes("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(8000).putInt(8000);
    wav.putShort((short) 1).putShort((short) 8).put(bytes("data")).putInt(8000);
    return wav.array();
  }

  private static byte[] replaced(byte[] in, String what, String by) {
    return bytes(new String(in, StandardCharsets.ISO_8859_1).replaceFirst(what, by));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
