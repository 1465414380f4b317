package io.cleansight.persistence.recording;

import io.cleansight.contracts.ConsumerGroups;
import io.cleansight.contracts.Topics;
import io.cleansight.persistence.once.OnceListener;
import io.cleansight.persistence.once.OnceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Records segments. The position moves once a minute, with the rows of the files that end then; in
 * between they grow on the disk, and after a crash that minute is read again. A store that is full
 * or away is waited for by this listener alone, which has a thread and limits of its own. It runs
 * while {@link RecordingSwitch} wants it to.
 */
@Component
class RecordingListener implements OnceListener {
  private static final Logger log = LoggerFactory.getLogger(RecordingListener.class);

  private final OnceWriter writer;
  private final Recorder recorder;
  private final RecordingProperties limits;
  private final Clock clock;

  /** Each is its partition's consumer's own. */
  private final Map<TopicPartition, Window> windows = new ConcurrentHashMap<>();

  RecordingListener(OnceWriter writer, Recorder recorder, RecordingProperties limits, Clock clock) {
    this.writer = writer;
    this.recorder = recorder;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public OnceWriter writer() {
    return writer;
  }

  /** Bytes, not events: most cameras may not be recorded. */
  @KafkaListener(
      id = ConsumerGroups.PERSISTENCE_RECORDINGS,
      topics = Topics.SEGMENTS,
      autoStartup = "false",
      concurrency = "1",
      properties = {
        "value.deserializer=org.apache.kafka.common.serialization.ByteArrayDeserializer",
        "max.poll.records=100",
        "max.partition.fetch.bytes=2097152",
        "fetch.max.bytes=8388608"
      })
  void on(List<ConsumerRecord<String, byte[]>> batch) {
    try {
      for (var record : writer.fresh(batch)) {
        add(record);
      }
      writeWhatIsOver();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On the consumer's thread, where no partition of its has a record. */
  @Override
  public void onIdleContainer(
      Map<TopicPartition, Long> assignments, ConsumerSeekCallback callback) {
    try {
      writeWhatIsOver();
    } catch (IOException | DataAccessException | TransactionException | IllegalStateException e) {
      log.warn("a recording waits: {}", e.getMessage());
    }
  }

  private void add(ConsumerRecord<String, byte[]> record) throws IOException {
    Window window = window(record);
    if (window != null && isOver(window, appended(record))) {
      write(window);
      window = window(record);
    }
    if (window != null && !window.has(record.offset())) {
      recorder.add(window, record);
    }
  }

  /** All together keep to the limit of size if each keeps to its share. */
  private boolean isOver(Window window, Instant now) {
    long share = limits.size().toBytes() / Math.max(1, windows.size());
    return window.isOver(now, limits.length(), share);
  }

  /** The one that the record goes on with, or begins; null: its partition is located anew. */
  private @Nullable Window window(ConsumerRecord<?, ?> record) throws IOException {
    var partition = new TopicPartition(record.topic(), record.partition());
    Object certainty = writer.certainty(partition);
    Window window = windows.get(partition);
    if (window != null && (certainty == null || !window.goesOnWith(certainty))) {
      drop(partition);
      window = null;
    }
    if (window == null && certainty != null) {
      window = new Window(partition, certainty, appended(record));
      windows.put(partition, window);
    }
    return window;
  }

  private static Instant appended(ConsumerRecord<?, ?> record) {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** Also of partitions from which nothing comes any more. */
  private void writeWhatIsOver() throws IOException {
    Instant now = clock.instant();
    for (Window window : List.copyOf(windows.values())) {
      if (isOver(window, now)) {
        write(window);
      }
    }
  }

  private void write(Window window) throws IOException {
    if (!recorder.keep(window)) {
      writer.readAgain(window.partition());
    } else if (!writer.write(window.gathered(), () -> recorder.index(window))) {
      log.info("what was recorded of {} is read again", window.partition());
    }
    drop(window.partition());
  }

  private void drop(TopicPartition partition) throws IOException {
    Window window = windows.remove(partition);
    if (window != null) {
      window.close();
    }
  }

  @Override
  public void onPartitionsRevoked(@Nullable Collection<TopicPartition> partitions) {
    OnceListener.super.onPartitionsRevoked(partitions);
    try {
      for (var partition : partitions == null ? List.<TopicPartition>of() : partitions) {
        drop(partition);
      }
    } catch (IOException e) {
      log.warn("a draft of a recording stays behind: {}", e.getMessage());
    }
  }
}
