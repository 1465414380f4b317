package io.cleansight.query.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Where a page ended: pages go on by key, so the last is as quick as the first. Opaque to callers,
 * checked on return.
 *
 * @param at the time by which the list is ordered
 * @param key what orders rows of one time: an id, or a camera and what else there is
 */
public record Cursor(Instant at, List<String> key) {
  private static final int LONGEST = 400;
  private static final String SEPARATOR = "|";

  public Cursor {
    key = List.copyOf(key);
  }

  /** After that row. */
  public static Cursor after(PageItem entry) {
    return new Cursor(entry.timestamp().toInstant(), List.of(entry.id().toString()));
  }

  /** As text for a URL. */
  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(
            (at + SEPARATOR + String.join(SEPARATOR, key)).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BadParameterException if it did not
   */
  public static Cursor decode(String text) {
    try {
      if (text.length() <= LONGEST) {
        String decoded = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII);
        String[] parts = decoded.split("\\|", -1);
        if (parts.length > 1 && decoded.matches("[!-~]+")) {
          return new Cursor(Instant.parse(parts[0]), Arrays.asList(parts).subList(1, parts.length));
        }
      }
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      throw notOurs();
    }
    throw notOurs();
  }

  /**
   * The id at which the page ended.
   *
   * @throws BadParameterException if it is of a list without ids
   */
  public UUID id() {
    try {
      return UUID.fromString(parts(1).getFirst());
    } catch (IllegalArgumentException notOurs) {
      throw notOurs();
    }
  }

  /**
   * The key, which has so many parts.
   *
   * @throws BadParameterException if it is of another list
   */
  public List<String> parts(int number) {
    if (key.size() != number) {
      throw notOurs();
    }
    return key;
  }

  private static BadParameterException notOurs() {
    return new BadParameterException("cursor", "a next_cursor of an earlier page, unchanged");
  }
}
