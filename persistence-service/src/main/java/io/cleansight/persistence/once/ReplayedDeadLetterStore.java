package io.cleansight.persistence.once;

import io.cleansight.messaging.read.SortedBatch;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which dead letters were replayed and written; each counts once, however often it is replayed. */
@Repository
class ReplayedDeadLetterStore {
  private static final String ADD =
      """
      INSERT INTO replayed_letters (topic, partition, origin) VALUES (:topic, :partition, :origin)
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;

  ReplayedDeadLetterStore(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The letters without those replays that were written before; the others are noted. */
  SortedBatch unseen(SortedBatch sorted) {
    List<SortedBatch.ConsumedEvent> letters =
        sorted.events().stream().filter(this::unseen).toList();
    return letters.size() == sorted.events().size()
        ? sorted
        : new SortedBatch(letters, sorted.tombstones(), sorted.deadLetters());
  }

  private boolean unseen(SortedBatch.ConsumedEvent consumed) {
    return consumed
        .replayOf()
        .map(
            origin ->
                jdbc.sql(ADD)
                        .param("topic", origin.topic())
                        .param("partition", origin.partition())
                        .param("origin", origin.offset())
                        .update()
                    == 1)
        .orElse(true);
  }
}
