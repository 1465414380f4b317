package io.cleansight.query.command;

import io.cleansight.contracts.Ids;
import io.cleansight.query.access.Caller;
import io.cleansight.query.web.BadParameterException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes a command that is sent twice one command: its id follows from the caller and the key that
 * they sent, and a command's id is applied once. It is remembered for seven days.
 *
 * @param caller whose key it is
 * @param key null: none was sent, each command is one of its own
 */
public record IdempotencyKey(String caller, @Nullable String key) {
  public static final String HEADER = "Idempotency-Key";

  private static final int LONGEST = 200;

  /** Of a request; null if it sent none. */
  public static IdempotencyKey of(Caller caller, @Nullable String key) {
    if (key != null
        && (key.isBlank()
            || key.length() > LONGEST
            || !key.chars().allMatch(it -> it >= 32 && it < 127))) {
      throw new BadParameterException(HEADER, "1 to " + LONGEST + " characters of ASCII");
    }
    return new IdempotencyKey(caller.name(), key);
  }

  /**
   * For one of several commands of a request, or of several requests that one key may come with.
   */
  public IdempotencyKey with(Object part) {
    return new IdempotencyKey(caller, key == null ? null : key + "\n" + part);
  }

  /** The id of the command. */
  public UUID id() {
    return key == null ? UUID.randomUUID() : Ids.command(caller, key);
  }
}
