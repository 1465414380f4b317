import io.cleansight.contracts.Ids;
import io.cleansight.contracts.Topics;
import io.cleansight.event.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Publishes the JPEGs of a folder, in the order of their names, as recorded frames of a camera that
 * is not Cleansight's, the last of them taken now: {@code java -cp 'query-api/target/lib/*'
 * examples/camera/OwnCamera.java 127.0.0.1:PORT CAMERA_ID FOLDER FRAMES_PER_SECOND}. Prints the id
 * of each frame that Kafka has.
 */
class OwnCamera {
  void main(String[] args) throws Exception {
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    String camera = args[1];
    List<Path> pictures = jpegs(Path.of(args[2]));
    Duration between = Duration.ofNanos(Math.round(1e9 / Double.parseDouble(args[3])));
    // One start of the camera: its epoch is its name, and a later one has the higher generation.
    Instant epoch = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Instant first = epoch.minus(between.multipliedBy(pictures.size()));
    var settings = new Properties();
    settings.put("bootstrap.servers", args[0]);
    settings.put("acks", "all"); // and retries in order, without doubling, as Kafka does by default
    settings.put("max.request.size", "8388608");
    try (var producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
      for (int sequence = 0; sequence < pictures.size(); sequence++) {
        Frame frame =
            frame(
                camera,
                epoch,
                sequence,
                first.plus(between.multipliedBy(sequence)),
                pictures.get(sequence));
        producer.send(record(frame)).get();
        System.out.println(frame.getFrameId());
      }
    }
  }

  private static Frame frame(
      String camera, Instant epoch, long sequence, Instant capturedAt, Path picture)
      throws IOException {
    byte[] jpeg = Files.readAllBytes(picture);
    var image = ImageIO.read(picture.toFile());
    return Frame.newBuilder()
        .setFrameId(Ids.frame(camera, epoch, sequence))
        .setCameraId(camera)
        .setEpoch(epoch)
        .setGeneration(epoch.toEpochMilli())
        .setSequence(sequence)
        .setCapturedAt(capturedAt)
        .setWidth(image.getWidth())
        .setHeight(image.getHeight())
        .setSourceKind(
            "recorded") // each is judged; of "live" ones the newest, when there are too many
        .setJpeg(ByteBuffer.wrap(jpeg))
        .build();
  }

  private static ProducerRecord<String, byte[]> record(Frame frame) throws IOException {
    ByteBuffer encoded = Frame.getEncoder().encode(frame);
    var value = new byte[encoded.remaining()];
    encoded.get(value);
    // The key is the camera, by Kafka's own partitioner: so its frames, and what is judged of them,
    // stay in order.
    var record = new ProducerRecord<>(Topics.FRAMES, frame.getCameraId(), value);
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", frame.getFrameId().toString(),
            "ce_type", "io.cleansight.Frame",
            "ce_source", "/example/camera",
            "ce_time", frame.getCapturedAt().toString())
        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static List<Path> jpegs(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(it -> it.toString().endsWith(".jpg")).sorted().toList();
    }
  }
}
