package io.cleansight.query.command;

import io.cleansight.query.web.BadParameterException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Many things, one decision, as sent. */
public record Decisions(List<UUID> ids, Decision decision) {
  private static final int MOST = 100;

  public Decisions(@Nullable List<UUID> ids, @Nullable Decision decision) {
    if (ids == null
        || ids.isEmpty()
        || ids.size() > MOST
        || ids.stream().anyMatch(it -> it == null)) {
      throw new BadParameterException("ids", "1 to " + MOST + " ids");
    }
    if (decision == null) {
      throw new BadParameterException("decision", "given");
    }
    this.ids = List.copyOf(ids);
    this.decision = decision;
  }

  /**
   * What came of one.
   *
   * @param outcome applied, stale, pending or unknown
   */
  public record Outcome(UUID id, String outcome) {}
}
