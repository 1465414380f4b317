package io.cleansight.capture.setting;

import io.cleansight.contracts.CameraStream;
import io.cleansight.contracts.Topics;
import io.cleansight.contracts.codec.Decoded;
import io.cleansight.event.CameraSource;
import io.cleansight.messaging.codec.EventRecords;
import io.cleansight.messaging.read.TopicReplay;
import io.cleansight.sourcekey.SourceKeyset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import net.jcip.annotations.NotThreadSafe;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/**
 * Encrypts the source of every camera's stream anew for the primary key, so that the keys before it
 * can be let go. What people set meanwhile wins: after its own records it looks whether somebody
 * set another source in between, and says that once more.
 */
@NotThreadSafe
public final class SourceRotation {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int MOST_ROUNDS = 10;

  private final SourceKeyset keys;
  private final KafkaTemplate<String, Object> kafka;
  private final ConsumerFactory<String, Decoded<SpecificRecord>> consumers;
  private final EventRecords records;
  private final Clock clock;

  /** What our own records were made of, by key and place. */
  private final Map<String, Map<Appended, Appended>> ours = new HashMap<>();

  /**
   * Keys of the topic: a camera's id, or that and its stream.
   *
   * @param encryptedAnew whose source was
   * @param current whose source already was for the primary key
   * @param unreadable whose source is for none of our encryption keys; it stays as it is
   */
  public record Result(
      java.util.Set<String> encryptedAnew,
      java.util.Set<String> current,
      java.util.Set<String> unreadable) {}

  /** A record of a stream's source: the latest of all, and the latest that is not ours. */
  private record Said(
      ConsumerRecord<String, Decoded<SpecificRecord>> latest,
      @Nullable ConsumerRecord<String, Decoded<SpecificRecord>> people) {}

  public SourceRotation(
      SourceKeyset keys,
      KafkaTemplate<String, Object> kafka,
      ConsumerFactory<String, Decoded<SpecificRecord>> consumers,
      EventRecords records,
      Clock clock) {
    this.keys = keys;
    this.kafka = kafka;
    this.consumers = consumers;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Encrypts them, and returns when a whole reading of the topic has left nothing to do.
   *
   * @throws IllegalStateException if the topic was not read in time, or is written without end
   */
  public Result run() {
    var result = new Result(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (int round = 0; round < MOST_ROUNDS; round++) {
      boolean wrote = false;
      for (Said said : read().values()) {
        Optional<ProducerRecord<String, Object>> next = next(said, result);
        if (next.isPresent()) {
          send(next.get(), said);
          wrote = true;
        }
      }
      if (!wrote) {
        return result;
      }
    }
    throw new IllegalStateException("sources were set all the while; try again");
  }

  private Map<String, Said> read() {
    var said = new TreeMap<String, Said>();
    try (var consumer = consumers.createConsumer(null, "source-rotation")) {
      boolean whole =
          new TopicReplay(consumer)
              .read(
                  List.of(Topics.CAMERA_SOURCES),
                  Instant.EPOCH,
                  Instant.MAX,
                  PATIENCE,
                  record -> said.merge(record.key(), first(record), SourceRotation::later));
      if (!whole) {
        throw new IllegalStateException("the sources were not read within " + PATIENCE);
      }
    }
    return said;
  }

  private Said first(ConsumerRecord<String, Decoded<SpecificRecord>> record) {
    return new Said(record, isOurs(record) ? null : record);
  }

  private static Said later(Said one, Said other) {
    return new Said(
        later(one.latest(), other.latest()),
        one.people() == null || other.people() == null
            ? Optional.ofNullable(one.people()).orElse(other.people())
            : later(one.people(), other.people()));
  }

  private static ConsumerRecord<String, Decoded<SpecificRecord>> later(
      ConsumerRecord<String, Decoded<SpecificRecord>> one,
      ConsumerRecord<String, Decoded<SpecificRecord>> other) {
    return Appended.of(one).compareTo(Appended.of(other)) > 0 ? one : other;
  }

  private boolean isOurs(ConsumerRecord<String, ?> record) {
    return ours.getOrDefault(record.key(), Map.of()).containsKey(Appended.of(record));
  }

  /** What is to be said of a stream; empty if what holds is for the primary key. */
  private Optional<ProducerRecord<String, Object>> next(Said said, Result result) {
    String key = said.latest().key();
    var people = said.people() == null ? said.latest() : said.people();
    if (isOurs(said.latest())
        && Appended.of(people)
            .equals(ours.getOrDefault(key, Map.of()).get(Appended.of(said.latest())))) {
      return Optional.empty();
    }
    boolean holds = people.equals(said.latest());
    return switch (people.value()) {
      case null ->
          holds
              ? Optional.empty()
              : Optional.of(new ProducerRecord<>(Topics.CAMERA_SOURCES, key, null));
      case Decoded.Event<SpecificRecord>(CameraSource source)
          when keys.isCurrent(source.getEncrypted()) ->
          current(key, source, holds, result);
      case Decoded.Event<SpecificRecord>(CameraSource source) -> anew(key, source, result);
      default -> {
        result.unreadable().add(key);
        yield Optional.empty();
      }
    };
  }

  /** What is for the primary key is said again only if ours came after it. */
  private Optional<ProducerRecord<String, Object>> current(
      String key, CameraSource source, boolean holds, Result result) {
    if (holds) {
      result.current().add(key);
      return Optional.empty();
    }
    return Optional.of(record(source));
  }

  private Optional<ProducerRecord<String, Object>> anew(
      String key, CameraSource source, Result result) {
    CameraStream stream = CameraStream.ofKey(key);
    String camera = stream.cameraId();
    Optional<String> address = keys.decrypt(source.getEncrypted(), camera);
    (address.isEmpty() ? result.unreadable() : result.encryptedAnew()).add(key);
    return address.map(
        it ->
            record(
                new CameraSource(camera, keys.publicKey().encrypt(it, camera), stream.stream())));
  }

  private ProducerRecord<String, Object> record(CameraSource source) {
    return records.of(Topics.CAMERA_SOURCES, UUID.randomUUID(), clock.instant(), source, null);
  }

  private void send(ProducerRecord<String, Object> record, Said said) {
    RecordMetadata place = kafka.send(record).join().getRecordMetadata();
    var people = said.people() == null ? said.latest() : said.people();
    ours.computeIfAbsent(record.key(), _ -> new HashMap<>())
        .put(new Appended(place.timestamp(), place.offset()), Appended.of(people));
  }
}
