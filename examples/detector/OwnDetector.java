import io.cleansight.contracts.Topics;
import io.cleansight.event.Box;
import io.cleansight.event.DetectedObject;
import io.cleansight.event.Detections;
import io.cleansight.event.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Looks at the frames of one camera in place of Cleansight's model, and says what it sees exactly
 * once: {@code java -cp 'query-api/target/lib/*' examples/detector/OwnDetector.java 127.0.0.1:PORT
 * CAMERA_ID}. The camera is to be among those that inference-service leaves to others: {@code
 * INFERENCE_EXCLUDEDCAMERAS=CAMERA_ID}. Ends at any trouble; started again, it goes on with what
 * was not committed.
 */
class OwnDetector {
  private static final String NAME = "own-detector";

  void main(String[] args) throws Exception {
    // Avro makes objects of the classes of no other package.
    System.setProperty("org.apache.avro.SERIALIZABLE_PACKAGES", "io.cleansight.event");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    System.setProperty("slf4j.internal.verbosity", "WARN");
    var reading = new Properties();
    reading.put("bootstrap.servers", args[0]);
    reading.put("group.id", NAME);
    reading.put("auto.offset.reset", "earliest");
    reading.put("enable.auto.commit", "false");
    reading.put("max.poll.records", "64");
    var writing = new Properties();
    writing.put("bootstrap.servers", args[0]);
    writing.put("transactional.id", NAME + "-0"); // of each instance its own
    try (var consumer =
            new KafkaConsumer<>(reading, new StringDeserializer(), new ByteArrayDeserializer());
        var producer =
            new KafkaProducer<>(writing, new StringSerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      consumer.subscribe(List.of(Topics.FRAMES));
      while (!Thread.interrupted()) {
        ConsumerRecords<String, byte[]> batch = consumer.poll(Duration.ofSeconds(1));
        if (batch.isEmpty()) {
          continue;
        }
        producer.beginTransaction();
        for (var record : batch) {
          if (record.key().equals(args[1])) {
            producer.send(record(detections(record, Frame.getDecoder().decode(record.value()))));
          }
        }
        // What is seen and how far it is read become true together.
        producer.sendOffsetsToTransaction(next(batch), consumer.groupMetadata());
        producer.commitTransaction();
      }
    }
  }

  /** One for every frame, also where nothing is seen: it counts as judged. */
  private static Detections detections(ConsumerRecord<String, byte[]> record, Frame frame) {
    long began = System.nanoTime();
    List<DetectedObject> seen = seen(frame.getJpeg());
    return Detections.newBuilder()
        .setFrameId(frame.getFrameId())
        .setCameraId(frame.getCameraId())
        .setEpoch(frame.getEpoch())
        .setGeneration(frame.getGeneration())
        .setSequence(frame.getSequence())
        .setCapturedAt(frame.getCapturedAt())
        .setWidth(frame.getWidth())
        .setHeight(frame.getHeight())
        .setSourceKind(frame.getSourceKind())
        .setFramePartition(record.partition()) // where the picture of a violation is found
        .setFrameOffset(record.offset())
        .setModel(NAME)
        .setModelSha256("") // of the model's file, in hexadecimal digits
        .setObjects(seen)
        .setInferenceMicros((System.nanoTime() - began) / 1000)
        .build();
  }

  /** Your model; this one sees a bare head in the middle of every picture. */
  private static List<DetectedObject> seen(ByteBuffer jpeg) {
    var head = new Box(0.45, 0.2, 0.1, 0.15); // in fractions of the frame, from its top left
    return List.of(
        DetectedObject.newBuilder().setLabel("no_hairnet").setScore(0.9f).setBox(head).build());
  }

  private static ProducerRecord<String, byte[]> record(Detections seen) throws IOException {
    ByteBuffer encoded = Detections.getEncoder().encode(seen);
    var value = new byte[encoded.remaining()];
    encoded.get(value);
    var record = new ProducerRecord<>(Topics.DETECTIONS, seen.getCameraId(), value);
    Map.of(
            "ce_specversion", "1.0",
            "ce_id",
                UUID.nameUUIDFromBytes((NAME + seen.getFrameId()).getBytes(StandardCharsets.UTF_8))
                    .toString(),
            "ce_type", "io.cleansight.Detections",
            "ce_source", "/example/detector",
            "ce_time", seen.getCapturedAt().toString())
        .forEach((name, text) -> record.headers().add(name, text.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private static Map<TopicPartition, OffsetAndMetadata> next(
      ConsumerRecords<String, byte[]> batch) {
    var next = new HashMap<TopicPartition, OffsetAndMetadata>();
    for (TopicPartition partition : batch.partitions()) {
      next.put(partition, new OffsetAndMetadata(batch.records(partition).getLast().offset() + 1));
    }
    return next;
  }
}
