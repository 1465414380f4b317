package io.cleansight.query.stream;

import io.cleansight.contracts.TopicLayout;
import io.cleansight.contracts.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.TopicPartition;

/**
 * How far somebody has heard the topics: for each partition the offset that comes next. Written as
 * the id of a server-sent event, it is what a client hands back after it was cut off. As the id is
 * in every event it is short: numbers of variable length, in Base64; some 700 characters for 48
 * partitions with a hundred million records each.
 */
record StreamPosition(SortedMap<String, Long> next) {
  private static final List<String> LETTERS = List.of("v", "a", "c");

  /** Of {@link TopicLayout#MOST_PARTITIONS}; a request's headers may be a little longer. */
  private static final int LONGEST = 30_000;

  StreamPosition {
    next = Collections.unmodifiableSortedMap(new TreeMap<>(next));
  }

  static StreamPosition of(Map<TopicPartition, Long> next) {
    var position = new TreeMap<String, Long>();
    next.forEach((partition, offset) -> position.put(name(partition), offset));
    return new StreamPosition(position);
  }

  /** In a letter and a number. */
  static String name(TopicPartition partition) {
    String topic =
        switch (partition.topic()) {
          case Topics.VIOLATIONS -> "v";
          case Topics.ALERTS -> "a";
          case Topics.CAMERA_HEALTH -> "c";
          default -> throw new IllegalArgumentException("not told of: " + partition);
        };
    return topic + partition.partition();
  }

  StreamPosition after(String partition, long offset) {
    var position = new TreeMap<>(next);
    position.put(partition, offset + 1);
    return new StreamPosition(position);
  }

  /** Whether a record there is news. */
  boolean lacks(String partition, long offset) {
    return offset >= next.getOrDefault(partition, 0L);
  }

  /** For each topic the number of its partitions, then the offset of each. */
  String write() {
    var bytes = new ByteArrayOutputStream();
    BinaryEncoder out = EncoderFactory.get().directBinaryEncoder(bytes, null);
    try {
      for (String letter : LETTERS) {
        int partitions = partitions(letter);
        out.writeInt(partitions);
        for (int partition = 0; partition < partitions; partition++) {
          out.writeLong(next.getOrDefault(letter + partition, 0L));
        }
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory takes everything
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
  }

  private int partitions(String letter) {
    return next.keySet().stream()
        .filter(name -> name.startsWith(letter))
        .mapToInt(name -> Integer.parseInt(name.substring(letter.length())) + 1)
        .max()
        .orElse(0);
  }

  /** Empty for what was never written so. A topic may have had fewer partitions then. */
  static Optional<StreamPosition> read(String written) {
    if (written.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      BinaryDecoder in =
          DecoderFactory.get().binaryDecoder(Base64.getUrlDecoder().decode(written), null);
      SortedMap<String, Long> position = offsets(in);
      boolean ours = in.isEnd() && position.values().stream().allMatch(offset -> offset >= 0);
      return ours ? Optional.of(new StreamPosition(position)) : Optional.empty();
    } catch (IOException | IllegalArgumentException notOurs) {
      return Optional.empty();
    }
  }

  private static SortedMap<String, Long> offsets(BinaryDecoder in) throws IOException {
    var position = new TreeMap<String, Long>();
    for (String letter : LETTERS) {
      int partitions = in.readInt();
      if (partitions < 0 || partitions > TopicLayout.MOST_PARTITIONS) {
        throw new IllegalArgumentException(partitions + " partitions");
      }
      for (int partition = 0; partition < partitions; partition++) {
        position.put(letter + partition, in.readLong());
      }
    }
    return position;
  }
}
