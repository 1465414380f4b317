package io.cleansight.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.cleansight.contracts.Ids;
import io.cleansight.event.Frame;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;

/** Well-formed frames whose pictures are none, or are bombs. */
final class BadPictures {
  static final String CAMERA = "bad-pictures";

  private static final int SIDE = 64;
  private static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

  private BadPictures() {}

  static Map<String, byte[]> corpus() throws IOException {
    byte[] good = picture("jpeg");
    var corpus = new TreeMap<String, byte[]>();
    corpus.put("empty", new byte[0]);
    corpus.put("start marker only", new byte[] {(byte) 0xFF, (byte) 0xD8});
    corpus.put("half", Arrays.copyOf(good, good.length / 2));
    corpus.put("page", "<html>".repeat(100).getBytes(StandardCharsets.UTF_8));
    corpus.put("PNG", picture("png"));
    corpus.put("30000 squared", header(good, 0xC0, 30_000, 3));
    corpus.put("65500 squared", header(good, 0xC0, 65_500, 3));
    corpus.put("progressive", header(good, 0xC2, SIDE, 3));
    corpus.put("CMYK", header(good, 0xC0, SIDE, 4));
    byte[] damaged = good.clone();
    Arrays.fill(damaged, good.length / 2, good.length - 2, (byte) 0xFF);
    corpus.put("damaged scan", damaged);
    return corpus;
  }

  /** A frame as capture-service would send it, with those bytes for a picture. */
  static byte[] frame(String name, int number, byte[] picture) throws IOException {
    Frame frame =
        Frame.newBuilder()
            .setFrameId(Ids.frame(CAMERA + name, EPOCH, number))
            .setCameraId(CAMERA)
            .setEpoch(EPOCH)
            .setSequence(number)
            .setCapturedAt(EPOCH)
            .setWidth(SIDE)
            .setHeight(SIDE)
            .setSourceKind("recorded")
            .setJpeg(ByteBuffer.wrap(picture))
            .build();
    ByteBuffer bytes =
        new BinaryMessageEncoder<Frame>(
                SpecificData.getForClass(Frame.class), Frame.getClassSchema())
            .encode(frame);
    var array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  private static byte[] picture(String format) throws IOException {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, i * 2654435);
    }
    var out = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, out)).isTrue();
    return out.toByteArray();
  }

  /** The same picture under another frame header. */
  private static byte[] header(byte[] jpeg, int kind, int side, int components) {
    byte[] forged = jpeg.clone();
    int at = 2;
    while (!(forged[at] == (byte) 0xFF && forged[at + 1] == (byte) 0xC0)) {
      at++;
    }
    forged[at + 1] = (byte) kind;
    forged[at + 5] = (byte) (side >> 8);
    forged[at + 6] = (byte) side;
    forged[at + 7] = (byte) (side >> 8);
    forged[at + 8] = (byte) side;
    forged[at + 9] = (byte) components;
    return forged;
  }
}
