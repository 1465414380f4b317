package io.cleansight.video.decoder;

import io.cleansight.video.JpegEncoder;
import io.cleansight.video.Rules;
import io.cleansight.video.Source;
import io.cleansight.video.ffmpeg.InProcessOpener;
import io.cleansight.video.process.ClassArchive;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Makes the {@link ClassArchive} of decoders: {@code DecoderArchive FILE}, when an image is built.
 */
public final class DecoderArchive {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int PICTURES = 5;

  private DecoderArchive() {}

  public static void main(String[] args) throws Exception {
    Path sample = Files.createTempFile("sample", ".mjpeg");
    try {
      Files.write(sample, video());
      ClassArchive.make(Path.of(args[0]), Rehearsal.class, List.of(sample.toString()));
    } finally {
      Files.delete(sample);
    }
  }

  /** Pictures one after the other, which FFmpeg takes for a video. */
  private static byte[] video() throws IOException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < PICTURES; i++) {
      ImageIO.write(new BufferedImage(320, 192, BufferedImage.TYPE_INT_RGB), "jpg", bytes);
    }
    return bytes.toByteArray();
  }

  /** What a decoder does, with everything that it loads for it. */
  static final class Rehearsal {
    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
      Class.forName(DecoderMain.class.getName());
      Class.forName(Wire.class.getName());
      try (var video =
              new InProcessOpener(Rules.OWN_MACHINE)
                  .open(new Source.VideoFile(Path.of(args[0])), PATIENCE);
          var encoder = new JpegEncoder()) {
        for (int i = 0; i < PICTURES; i++) {
          encoder.encode(video.next().orElseThrow());
        }
      }
    }
  }
}
