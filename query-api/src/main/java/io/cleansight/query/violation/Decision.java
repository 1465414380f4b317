package io.cleansight.query.violation;

import io.cleansight.contracts.Words;
import io.cleansight.query.web.BadParameterException;
import io.cleansight.query.web.Parameters;
import org.jspecify.annotations.Nullable;

/** What a person decides about a violation, as sent. */
record Decision(
    @Nullable String status,
    @Nullable String handledBy,
    @Nullable String notes,
    @Nullable Integer expectedVersion) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_NOTES = 2000;

  Decision {
    if (status == null) {
      throw new BadParameterException("status", "given");
    }
    Parameters.oneOf("status", status, Words.REVIEW_STATUSES);
    limit("handled_by", handledBy, LONGEST_NAME);
    limit("notes", notes, LONGEST_NOTES);
  }

  private static void limit(String field, @Nullable String text, int longest) {
    if (text != null && (text.length() > longest || text.indexOf('\0') >= 0)) {
      throw new BadParameterException(field, "at most " + longest + " characters without NUL");
    }
  }
}
