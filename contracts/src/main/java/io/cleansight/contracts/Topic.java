package io.cleansight.contracts;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic, apart from what a site decides about all of them: {@link TopicLayout}.
 *
 * @param event what its records say; of a dead-letter topic, what they failed to say
 * @param spread whether it has as many partitions as the frames, so that whoever owns a camera's
 *     partition of one topic owns it in all; else it has a single one
 * @param retention how long a record is kept; without meaning for a compacted topic
 * @param retentionBytes cap per partition, -1 for none
 * @param maxRecordBytes largest record, headers included, uncompressed
 * @param access which services write and read it
 */
public record Topic(
    String name,
    Class<? extends SpecificRecord> event,
    boolean spread,
    Duration retention,
    long retentionBytes,
    boolean compacted,
    int maxRecordBytes,
    Access access) {

  /**
   * Who has to do with a topic; nobody else may.
   *
   * @param writers who write it
   * @param readers who read it
   * @param deadLetterWriters who also put what they cannot use into its dead letters
   */
  public record Access(
      Set<ServiceName> writers, Set<ServiceName> readers, Set<ServiceName> deadLetterWriters) {
    static final Access NOBODY = new Access(Set.of(), Set.of(), Set.of());

    public Access {
      writers = Set.copyOf(writers);
      readers = Set.copyOf(readers);
      deadLetterWriters = Set.copyOf(deadLetterWriters);
    }

    public boolean mayWrite(ServiceName service) {
      return writers.contains(service);
    }

    public boolean mayRead(ServiceName service) {
      return readers.contains(service);
    }
  }

  /** Largest record of a topic of events; a frame is capped well below it. */
  public static final int MAX_RECORD_BYTES = 8 << 20;

  /**
   * Largest record of a dead-letter topic, and largest request of a producer: any record that its
   * topic took fits, with the headers that say what is wrong with it.
   */
  public static final int MAX_DEAD_LETTER_BYTES = 9 << 20;

  private static final int SEGMENT_BYTES = 64 << 20;
  private static final int COMPACTED_SEGMENT_BYTES = 16 << 20;
  private static final Duration COMPACTED_SEGMENT = Duration.ofDays(1);
  private static final Duration SHORTEST_SEGMENT = Duration.ofMinutes(1);

  static Topic deleted(String name, Class<? extends SpecificRecord> event, Duration retention) {
    return new Topic(name, event, true, retention, -1, false, MAX_RECORD_BYTES, Access.NOBODY);
  }

  static Topic compacted(String name, Class<? extends SpecificRecord> event) {
    return new Topic(
        name, event, false, Duration.ofMillis(-1), -1, true, MAX_RECORD_BYTES, Access.NOBODY);
  }

  Topic capped(long bytesPerPartition) {
    return new Topic(
        name, event, spread, retention, bytesPerPartition, compacted, maxRecordBytes, access);
  }

  /** Spread as the frames are: whoever judges a camera's frames then reads its settings too. */
  Topic spreadByCamera() {
    return new Topic(
        name, event, true, retention, retentionBytes, compacted, maxRecordBytes, access);
  }

  /** In one partition: for what concerns all cameras at once. */
  Topic single() {
    return new Topic(
        name, event, false, retention, retentionBytes, compacted, maxRecordBytes, access);
  }

  Topic writtenBy(ServiceName... writers) {
    return with(new Access(Set.of(writers), access.readers(), access.deadLetterWriters()));
  }

  /** For who works it off: they may put what they cannot use into its dead letters. */
  Topic workedOffBy(ServiceName... readers) {
    return with(new Access(access.writers(), and(access.readers(), readers), Set.of(readers)));
  }

  /** For who looks at it and leaves what they cannot use. */
  Topic lookedAtBy(ServiceName... readers) {
    return with(
        new Access(access.writers(), and(access.readers(), readers), access.deadLetterWriters()));
  }

  private Topic with(Access other) {
    return new Topic(
        name, event, spread, retention, retentionBytes, compacted, maxRecordBytes, other);
  }

  private static Set<ServiceName> and(Set<ServiceName> some, ServiceName... more) {
    var all = new HashSet<>(some);
    all.addAll(List.of(more));
    return all;
  }

  /** Topic-level settings in Kafka's words, but for those of the {@link TopicLayout}. */
  public Map<String, String> config() {
    var config = new LinkedHashMap<String, String>();
    config.put("cleanup.policy", compacted ? "compact" : "delete");
    config.put("max.message.bytes", Integer.toString(maxRecordBytes));
    // The limit is on what a record unpacks to: no reader is asked to hold more, whoever wrote it.
    config.put("compression.type", "uncompressed");
    // What a sender's clock says decides nothing: not how long a record is kept, nor whether it is
    // taken.
    config.put("message.timestamp.type", "LogAppendTime");
    if (!compacted) {
      config.put("retention.ms", Long.toString(retention.toMillis()));
      config.put("retention.bytes", Long.toString(retentionBytes));
    }
    config.put("segment.ms", Long.toString(segment().toMillis()));
    config.put(
        "segment.bytes", Integer.toString(compacted ? COMPACTED_SEGMENT_BYTES : SEGMENT_BYTES));
    return config;
  }

  /** Kafka deletes whole segments: a segment must end well before its retention does. */
  private Duration segment() {
    if (compacted) {
      return COMPACTED_SEGMENT;
    }
    Duration segment = retention.dividedBy(10);
    return segment.compareTo(SHORTEST_SEGMENT) > 0 ? segment : SHORTEST_SEGMENT;
  }
}
