package io.cleansight.query.web;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Where a page ended: pages go on by key, so the last is as quick as the first. Opaque to callers,
 * checked on return.
 */
public record Cursor(Instant at, UUID id) {
  private static final int LONGEST = 120;

  /** As text for a URL. */
  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((at + "|" + id).getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws BadParameterException if it did not
   */
  public static Cursor decode(String text) {
    try {
      if (text.length() <= LONGEST) {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII)
                .split("\\|", -1);
        if (parts.length == 2) {
          return new Cursor(Instant.parse(parts[0]), UUID.fromString(parts[1]));
        }
      }
    } catch (IllegalArgumentException | DateTimeException notOurs) {
      throw notOurs();
    }
    throw notOurs();
  }

  private static BadParameterException notOurs() {
    return new BadParameterException("cursor", "a next_cursor of an earlier page, unchanged");
  }
}
