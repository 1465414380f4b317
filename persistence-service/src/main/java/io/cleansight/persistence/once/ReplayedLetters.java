package io.cleansight.persistence.once;

import io.cleansight.messaging.Inbox;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which dead letters were replayed and written; each counts once, however often it is replayed. */
@Repository
class ReplayedLetters {
  private static final String ADD =
      """
      INSERT INTO replayed_letters (topic, partition, origin) VALUES (:topic, :partition, :origin)
      ON CONFLICT DO NOTHING
      """;

  private final JdbcClient jdbc;

  ReplayedLetters(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The letters without those replays that were written before; the others are noted. */
  Inbox unseen(Inbox inbox) {
    List<Inbox.Letter> letters = inbox.letters().stream().filter(this::unseen).toList();
    return letters.size() == inbox.letters().size()
        ? inbox
        : new Inbox(letters, inbox.withdrawn(), inbox.deadLetters());
  }

  private boolean unseen(Inbox.Letter letter) {
    return letter
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
