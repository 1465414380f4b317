package io.cleansight.query.command;

import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person decides about a violation or an alert, as sent.
 *
 * @param assignee to whom it is given; empty: to nobody; absent: it stays as it is
 */
public record Decision(
    @Nullable String status,
    @Nullable String handledBy,
    @Nullable String notes,
    @Nullable Integer expectedVersion,
    @Nullable String reason,
    @Nullable String assignee,
    @Nullable Boolean legalHold) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_NOTES = 2000;
  private static final int LONGEST_REASON = 500;

  public Decision {
    if (status == null) {
      throw new BadParameterException("status", "given");
    }
    if (Boolean.FALSE.equals(legalHold)) {
      throw new BadParameterException(
          "legal_hold", "true or left out; a hold is lifted by two people, at …/legal-hold");
    }
    limit("handled_by", handledBy, LONGEST_NAME);
    limit("notes", notes, LONGEST_NOTES);
    limit("reason", reason, LONGEST_REASON);
    limit("assignee", assignee, LONGEST_NAME);
  }

  /** Itself, if that may be decided about such a thing. */
  public Decision among(Set<String> statuses) {
    Parameters.oneOf("status", status, statuses);
    return this;
  }

  private static void limit(String field, @Nullable String text, int longest) {
    if (text != null && text.length() > longest) {
      throw new BadParameterException(field, "at most " + longest + " characters");
    }
  }
}
