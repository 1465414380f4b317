package io.cleansight.persistence.audit;

import io.cleansight.event.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit, whose hash binds it to all lines before it.
 *
 * @param appendedAt when the topic of the audit had it, by the broker's clock
 */
record AuditLine(
    long lineNumber,
    UUID id,
    OffsetDateTime timestamp,
    OffsetDateTime appendedAt,
    String who,
    String role,
    String action,
    String target,
    @Nullable String cameraId,
    String address) {
  /** What the first line is bound to. */
  static final String BEGINNING = "0".repeat(64);

  static AuditLine of(AuditEntry entry, Instant appended, long number) {
    return new AuditLine(
        number,
        entry.getEntryId(),
        entry.getAt().atOffset(java.time.ZoneOffset.UTC),
        appended.atOffset(java.time.ZoneOffset.UTC),
        entry.getWho(),
        entry.getRole(),
        entry.getAction(),
        entry.getTarget(),
        entry.getCameraId(),
        entry.getAddress());
  }

  /**
   * SHA-256, hexadecimal, over the hash before it and every column: each as the number of its bytes
   * in UTF-8, a colon and itself, "-" where there is none; times in microseconds since 1970.
   */
  String hash(String before) {
    String text =
        Stream.of(
                before,
                Long.toString(lineNumber),
                id.toString(),
                micros(timestamp),
                micros(appendedAt),
                who,
                role,
                action,
                target,
                cameraId,
                address)
            .map(AuditLine::field)
            .collect(Collectors.joining());
    return sha256(text);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** For people: which line it is. */
  @Override
  public String toString() {
    return "line %d (%s, %s, %s)".formatted(lineNumber, timestamp.toInstant(), who, action);
  }

  private static String micros(OffsetDateTime at) {
    return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, at.toInstant()));
  }

  private static String field(@Nullable String value) {
    return value == null ? "-" : value.getBytes(StandardCharsets.UTF_8).length + ":" + value;
  }
}
