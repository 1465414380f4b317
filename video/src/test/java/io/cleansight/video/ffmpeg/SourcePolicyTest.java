package io.cleansight.video.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.cleansight.embedded.TestCertificate;
import io.cleansight.messaging.address.AddressPolicy;
import io.cleansight.video.Picture;
import io.cleansight.video.Rules;
import io.cleansight.video.SharedFiles;
import io.cleansight.video.Source;
import io.cleansight.video.Video;
import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import javax.net.ServerSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 127.0.0.1 is where cameras are; 127.0.0.2 is where nobody is to get through them. */
class SourcePolicyTest {
  private static final Path H264 = Path.of("../../shared/videos/store-aisle.mp4");
  private static final Path MJPEG = Path.of("../../shared/videos/store-aisle_mjpeg.avi");
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Rules CAMERAS =
      new Rules(List.of("127.0.0.1"), true, null, Rules.LARGEST_PICTURE);
  private static final String CLUSTER_FORBIDS = "127.0.0.2";

  @TempDir Path folder;

  private WebCamera camera;
  private WebCamera secret;

  @BeforeAll
  static void clips() {
    SharedFiles.require(H264);
  }

  @BeforeEach
  void start() throws IOException {
    camera = new WebCamera("127.0.0.1").has("/clip.avi", Files.readAllBytes(MJPEG));
    secret = new WebCamera(CLUSTER_FORBIDS).has("/clip.avi", Files.readAllBytes(MJPEG));
  }

  @AfterEach
  void stop() {
    camera.close();
    secret.close();
  }

  @Test
  void playsWhatIsAllowed() throws Exception {
    assertThat(pictures(camera.url("/clip.avi"))).isEqualTo(67);
  }

  /** Open or closed, a video or none, there or not, named or not: whoever asks learns nothing. */
  @Test
  void saysTheSameOfWhateverIsNotAllowed() {
    for (String source :
        List.of(
            secret.url("/clip.avi"),
            secret.url("/none"),
            "http://127.0.0.2:1/",
            "https://127.0.0.2:" + secret.port() + "/",
            "rtsp://127.0.0.2:" + secret.port() + "/",
            "rtsp://127.0.0.2:1/",
            "rtsps://127.0.0.2:1/",
            "http://10.255.255.1/",
            "rtsp://[::1]/",
            "rtsp://user:password@no.such.invalid/",
            "http://169.254.169.254/latest/meta-data/")) {
      var refusal = refusal(source);
      assertThat(refusal.fault()).as(source).isEqualTo(Fault.NOT_ALLOWED);
      assertThat(refusal)
          .hasMessage("cannot be opened: it has no address that is allowed")
          .hasNoCause();
    }
    assertThat(secret.asked()).isEmpty();
  }

  @Test
  void followsRedirectsOnlyToWhatIsAllowed() throws Exception {
    camera.answers("/moved", 302, Map.of("Location", camera.url("/clip.avi")));
    camera.answers("/away", 302, Map.of("Location", secret.url("/clip.avi")));
    camera.answers("/file", 302, Map.of("Location", "file:///etc/passwd"));
    camera.answers("/circle", 302, Map.of("Location", camera.url("/circle")));
    assertThat(pictures(camera.url("/moved"))).isEqualTo(67);
    assertThat(refusal(camera.url("/away")).fault()).isEqualTo(Fault.NOT_ALLOWED);
    assertThat(refusal(camera.url("/file")).fault()).isEqualTo(Fault.UNWILLING);
    assertThat(refusal(camera.url("/circle")).fault()).isEqualTo(Fault.UNWILLING);
    assertThat(secret.asked()).isEmpty();
  }

  @Test
  void opensOfAPlaylistOnlyWhatIsAllowed() throws Exception {
    byte[] segment = Remuxed.of(H264, "mpegts").joined();
    camera.has("/a.ts", segment);
    secret.has("/a.ts", segment).has("/list.m3u8", playlist("a.ts"));
    camera.has("/list.m3u8", playlist("a.ts"));
    camera.has("/away.m3u8", playlist(secret.url("/a.ts")));
    camera.has("/file.m3u8", playlist("file:///etc/passwd.ts"));
    camera.has("/nested.m3u8", variants(secret.url("/list.m3u8")));
    camera.has("/redirected.m3u8", playlist("moved.ts"));
    camera.answers("/moved.ts", 302, Map.of("Location", secret.url("/a.ts")));
    assertThat(pictures(camera.url("/list.m3u8"))).isEqualTo(67);
    for (String list : List.of("/away.m3u8", "/nested.m3u8", "/redirected.m3u8")) {
      assertThat(refusal(camera.url(list)).fault()).as(list).isEqualTo(Fault.NOT_ALLOWED);
    }
    assertThat(refusal(camera.url("/file.m3u8"))).hasMessageStartingWith("cannot be opened");
    assertThat(secret.asked()).isEmpty();
  }

  /** A name that is the camera's when it is looked at, and another's when it is opened. */
  @ParameterizedTest
  @CsvSource({"http", "rtsp"})
  void connectsToTheAddressThatWasLookedAt(String scheme) throws Exception {
    var answers =
        new ArrayDeque<>(
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2")));
    var policy =
        new AddressPolicy(
            List.of("127.0.0.1"), true, _ -> new InetAddress[] {answers.removeFirst()});
    try (var rtsp = rtsp(ServerSocketFactory.getDefault())) {
      int port = scheme.equals("rtsp") ? rtsp.port() : camera.port();
      var source = Source.parse(scheme + "://rebinding.example:" + port + "/clip.avi");
      try (var video = new InProcessOpener(CAMERAS, policy).open(source, PATIENCE)) {
        assertThat(video.next()).isPresent();
      }
    }
    assertThat(answers).hasSize(1);
    assertThat(secret.asked()).isEmpty();
  }

  @Test
  void playsRtspThroughItsRedirects() throws Exception {
    try (var rtsp = rtsp(ServerSocketFactory.getDefault())) {
      String source = "rtsp://user:password@127.0.0.1:" + rtsp.port();
      assertThat(somePictures(source + "/main", CAMERAS)).isEqualTo(10);
      rtsp.tell("302 Moved\r\nLocation: rtsp://127.0.0.1:" + rtsp.port() + "/main\r\n");
      assertThat(somePictures(source + "/told", CAMERAS)).isEqualTo(10);
      rtsp.tell("302 Moved\r\nLocation: rtsp://127.0.0.2:" + secret.port() + "/main\r\n");
      assertThat(refusal(source + "/told").fault()).isEqualTo(Fault.NOT_ALLOWED);
      rtsp.tell("301 Moved\r\nLocation: " + camera.url("/clip.avi") + "\r\n");
      assertThat(refusal(source + "/told")).hasMessageStartingWith("cannot be opened");
      rtsp.tell("302 Moved\r\nLocation: rtsp://127.0.0.1:" + rtsp.port() + "/told\r\n");
      assertThat(refusal(source + "/told").fault()).isEqualTo(Fault.UNWILLING);
    }
    assertThat(secret.asked()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "401 Unauthorized, REFUSED",
    "403 Forbidden, REFUSED",
    "404 Not Found, NOT_FOUND",
    "453 Not Enough Bandwidth, UNWILLING",
    "500 Broken, UNWILLING"
  })
  void saysWhatIsWrongWithACamera(String status, Fault fault) throws Exception {
    camera.answers("/told", Integer.parseInt(status.substring(0, 3)), Map.of());
    assertThat(refusal(camera.url("/told")).fault()).isEqualTo(fault);
    try (var rtsp = rtsp(ServerSocketFactory.getDefault()).tell(status + "\r\n")) {
      assertThat(refusal("rtsp://127.0.0.1:" + rtsp.port() + "/told").fault()).isEqualTo(fault);
      String message = refusal("rtsp://127.0.0.1:" + rtsp.port() + "/told").getMessage();
      assertThat(message).doesNotContain("127").doesNotContain(status);
    }
  }

  @Test
  void saysThatNothingAnswersOrThatItIsNoVideo() {
    camera.has("/page", "<html>nothing</html>".getBytes(StandardCharsets.US_ASCII));
    assertThat(refusal("http://127.0.0.1:1/").fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(refusal("rtsp://127.0.0.1:1/").fault()).isEqualTo(Fault.UNREACHABLE);
    assertThat(refusal(camera.url("/page")).fault()).isEqualTo(Fault.NO_VIDEO);
    assertThat(refusal("rtsp://127.0.0.1:" + camera.port() + "/").fault())
        .isEqualTo(Fault.NO_VIDEO);
  }

  @Test
  void believesNoCertificateOfUnknownIssuerOrOtherName() throws Exception {
    var certificate = TestCertificate.make(folder, "localhost");
    var trusting =
        new Rules(List.of("127.0.0.0/8"), true, certificate.pem(), Rules.LARGEST_PICTURE);
    try (var https = certificate.server("video/x-msvideo", Files.readAllBytes(MJPEG));
        var rtsps = rtsp(certificate.context().getServerSocketFactory())) {
      for (String source :
          List.of(
              "https://%s:" + https.port() + "/clip.avi", "rtsps://%s:" + rtsps.port() + "/main")) {
        assertThat(refusal(source.formatted("localhost")).fault())
            .as(source)
            .isEqualTo(Fault.UNTRUSTED);
        assertThat(refusal(source.formatted("127.0.0.1"), trusting).fault())
            .as(source)
            .isEqualTo(Fault.UNTRUSTED);
        assertThat(somePictures(source.formatted("localhost"), trusting)).isEqualTo(10);
      }
    }
  }

  @Test
  void aPictureLargerThanAllowedIsNotDecoded() throws Exception {
    var small = new Rules(List.of("127.0.0.1"), true, null, 480L * 270 - 1);
    assertThat(refusal(camera.url("/clip.avi"), small).fault()).isEqualTo(Fault.TOO_LARGE);
    byte[] giant = claiming(jpeg(), 65_500);
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < 20; i++) {
      stream.writeBytes(giant);
    }
    camera.has("/giant.mjpeg", stream.toByteArray());
    assertThat(refusal(camera.url("/giant.mjpeg")).fault()).isEqualTo(Fault.NO_PICTURE);
  }

  @Test
  void aStreamWhosePicturesGrowShowsNoneThatIsLargerThanAllowed() throws Exception {
    var growing = new ByteArrayOutputStream();
    for (int side : List.of(64, 64, 64, 64, 64, 256, 256, 256)) {
      growing.writeBytes(jpeg(side));
    }
    camera.has("/growing.mjpeg", growing.toByteArray());
    assertThat(sides("/growing.mjpeg", Rules.LARGEST_PICTURE)).containsOnly(64, 256);
    assertThat(sides("/growing.mjpeg", 64L * 64)).containsOnly(64);
  }

  private Set<Integer> sides(String path, long largestPicture) throws VideoException {
    var rules = new Rules(List.of("127.0.0.1"), true, null, largestPicture);
    var sides = new TreeSet<Integer>();
    try (var video = open(camera.url(path), rules)) {
      Optional<Picture> picture = video.next();
      while (picture.isPresent()) {
        sides.add(picture.get().width());
        picture = video.next();
      }
    } catch (VideoException stopped) {
      assertThat(stopped.fault()).isIn(Fault.TOO_LARGE, Fault.NO_PICTURE, Fault.FORMAT);
    }
    return sides;
  }

  @Test
  void formatsAndCodecsThatNoCameraHasAreNotTaken() throws Exception {
    var gif = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY), "gif", gif);
    camera.has("/a.gif", gif.toByteArray());
    String avi = new String(Files.readAllBytes(MJPEG), StandardCharsets.ISO_8859_1);
    camera.has("/png.avi", avi.replace("MJPG", "MPNG").getBytes(StandardCharsets.ISO_8859_1));
    assertThat(refusal(camera.url("/a.gif")).fault()).isEqualTo(Fault.FORMAT);
    assertThat(refusal(camera.url("/png.avi")).fault()).isEqualTo(Fault.FORMAT);
    Path file = folder.resolve("a.mp4");
    Files.write(file, gif.toByteArray());
    assertThat(refusal(file.toString()).fault()).isEqualTo(Fault.FORMAT);
  }

  private RtspCamera rtsp(ServerSocketFactory sockets) throws IOException {
    return new RtspCamera(sockets, "127.0.0.1", Remuxed.of(H264, "rtp"));
  }

  private static VideoException refusal(String source) {
    return refusal(source, CAMERAS);
  }

  private static VideoException refusal(String source, Rules rules) {
    @Nullable VideoException refusal =
        catchThrowableOfType(VideoException.class, () -> somePictures(source, rules));
    if (refusal == null) {
      throw new AssertionError(source + " has pictures");
    }
    return refusal;
  }

  private static Video open(String source, Rules rules) throws VideoException {
    return new InProcessOpener(rules).open(Source.parse(source), PATIENCE);
  }

  private static int pictures(String source) throws VideoException {
    try (var video = open(source, CAMERAS)) {
      int pictures = 0;
      while (video.next().isPresent()) {
        pictures++;
      }
      return pictures;
    }
  }

  private static int somePictures(String source, Rules rules) throws VideoException {
    try (var video = open(source, rules)) {
      int pictures = 0;
      while (pictures < 10 && video.next().isPresent()) {
        pictures++;
      }
      return pictures;
    }
  }

  private static byte[] playlist(String segment) {
    return ("#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n"
            + segment
            + "\n#EXT-X-ENDLIST\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] variants(String list) {
    return ("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=100000\n" + list + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] jpeg() throws IOException {
    return jpeg(64);
  }

  private static byte[] jpeg(int side) throws IOException {
    var jpeg = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
    return jpeg.toByteArray();
  }

  /** With another height and width in its frame header. */
  private static byte[] claiming(byte[] jpeg, int side) {
    byte[] giant = jpeg.clone();
    for (int i = 0; i < giant.length - 9; i++) {
      if (giant[i] == (byte) 0xff && giant[i + 1] == (byte) 0xc0) {
        giant[i + 5] = giant[i + 7] = (byte) (side >> 8);
        giant[i + 6] = giant[i + 8] = (byte) side;
        return giant;
      }
    }
    throw new IllegalStateException("no frame header");
  }
}
