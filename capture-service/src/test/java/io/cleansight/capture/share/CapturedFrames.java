package io.cleansight.capture.share;

import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.contracts.codec.EventDeserializer;
import io.cleansight.event.Frame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Everything in {@code frames}, read as it comes, with what the judge makes of it: of each camera
 * it takes the frames of the highest generation that it has seen.
 */
final class CapturedFrames implements AutoCloseable {
  private final KafkaConsumer<String, Decoded<SpecificRecord>> consumer;
  private final Thread thread = Thread.ofPlatform().name("captured-frames").unstarted(this::read);
  private final List<Captured> all = new ArrayList<>();
  private final Map<String, Long> generations = new HashMap<>();
  private volatile boolean running = true;

  /**
   * @param number of the picture that it shows
   * @param judged whether it is of the highest generation of its camera so far
   */
  record Captured(String camera, long generation, int number, boolean judged) {}

  CapturedFrames(String bootstrapServers) {
    consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringDeserializer(),
            new EventDeserializer());
    var partitions =
        consumer.partitionsFor(Topics.FRAMES).stream()
            .map(it -> new TopicPartition(it.topic(), it.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.start();
  }

  private void read() {
    while (running) {
      for (var record : consumer.poll(Duration.ofMillis(100))) {
        if (record.value() instanceof Decoded.Event<SpecificRecord>(Frame frame)) {
          add(frame);
        }
      }
    }
    consumer.close();
  }

  private synchronized void add(Frame frame) {
    String camera = frame.getCameraId();
    long highest = generations.merge(camera, frame.getGeneration(), Math::max);
    try {
      all.add(
          new Captured(
              camera,
              frame.getGeneration(),
              NumberedCameras.number(frame.getJpeg()),
              frame.getGeneration() == highest));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many cameras have a judged frame with that picture or a later one. */
  synchronized long camerasFrom(int number) {
    return all.stream()
        .filter(it -> it.judged() && it.number() >= number)
        .map(Captured::camera)
        .distinct()
        .count();
  }

  synchronized Map<String, Long> latestGenerations() {
    return Map.copyOf(generations);
  }

  /** Frames that are not judged, with that picture or a later one. */
  synchronized List<Captured> outdatedFrom(int number) {
    return all.stream().filter(it -> !it.judged() && it.number() >= number).toList();
  }

  /** The numbers of the pictures that are judged, from that one on, by camera and in order. */
  synchronized Map<String, List<Integer>> judgedFrom(int number) {
    var judged = new TreeMap<String, List<Integer>>();
    all.stream()
        .filter(it -> it.judged() && it.number() >= number)
        .forEach(
            it -> judged.computeIfAbsent(it.camera(), _ -> new ArrayList<>()).add(it.number()));
    return judged;
  }

  @Override
  public void close() {
    running = false;
  }
}
