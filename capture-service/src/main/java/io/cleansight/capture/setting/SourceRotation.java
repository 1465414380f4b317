package io.cleansight.capture.setting;

import io.cleansight.contracts.Topics;
import io.cleansight.event.CameraSource;
import io.cleansight.messaging.codec.Decoded;
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
 * Encrypts every camera's source anew for the primary key, so that the keys before it can be let
 * go. What people set meanwhile wins: after its own records it looks whether somebody set another
 * source in between, and says that once more.
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

  /** What our own records were made of, by camera and place. */
  private final Map<String, Map<Appended, Appended>> ours = new HashMap<>();

  /**
   * @param encryptedAnew cameras whose source was
   * @param current cameras whose source already was for the primary key
   * @param unreadable cameras whose source is for none of our keys; it stays as it is
   */
  public record Result(
      java.util.Set<String> encryptedAnew,
      java.util.Set<String> current,
      java.util.Set<String> unreadable) {}

  /** A record of a camera's source: the latest of all, and the latest that is not ours. */
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

  /** What is to be said of a camera; empty if what holds is for the primary key. */
  private Optional<ProducerRecord<String, Object>> next(Said said, Result result) {
    String camera = said.latest().key();
    var people = said.people() == null ? said.latest() : said.people();
    if (isOurs(said.latest())
        && Appended.of(people)
            .equals(ours.getOrDefault(camera, Map.of()).get(Appended.of(said.latest())))) {
      return Optional.empty();
    }
    boolean holds = people.equals(said.latest());
    return switch (people.value()) {
      case null ->
          holds
              ? Optional.empty()
              : Optional.of(new ProducerRecord<>(Topics.CAMERA_SOURCES, camera, null));
      case Decoded.Event<SpecificRecord>(CameraSource source) when isCurrent(source) ->
          current(camera, source, holds, result);
      case Decoded.Event<SpecificRecord>(CameraSource source) -> anew(camera, source, result);
      default -> {
        result.unreadable().add(camera);
        yield Optional.empty();
      }
    };
  }

  /** What is for the primary key is said again only if ours came after it. */
  private Optional<ProducerRecord<String, Object>> current(
      String camera, CameraSource source, boolean holds, Result result) {
    if (holds) {
      result.current().add(camera);
      return Optional.empty();
    }
    return Optional.of(record(source));
  }

  private Optional<ProducerRecord<String, Object>> anew(
      String camera, CameraSource source, Result result) {
    String substream = source.getEncryptedSubstream();
    Optional<String> main = anew(camera, source.getEncrypted());
    Optional<String> second = substream == null ? Optional.empty() : anew(camera, substream);
    boolean readable = main.isPresent() && (substream == null || second.isPresent());
    (readable ? result.encryptedAnew() : result.unreadable()).add(camera);
    return readable
        ? Optional.of(record(new CameraSource(camera, main.get(), second.orElse(null))))
        : Optional.empty();
  }

  private Optional<String> anew(String camera, String encrypted) {
    return keys.decrypt(encrypted, camera).map(it -> keys.publicKey().encrypt(it, camera));
  }

  private boolean isCurrent(CameraSource source) {
    String substream = source.getEncryptedSubstream();
    return keys.isCurrent(source.getEncrypted())
        && (substream == null || keys.isCurrent(substream));
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
