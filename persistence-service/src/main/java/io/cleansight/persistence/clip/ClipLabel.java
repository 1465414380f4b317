package io.cleansight.persistence.clip;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a clip says of itself, in a box of its own at its end that players pass over: so it is known
 * again by a database that is made anew.
 *
 * @param first when its first picture was captured
 * @param last when its last picture ends
 * @param reason what is wrong with it; null: nothing
 */
record ClipLabel(
    UUID violationId,
    String cameraId,
    Instant first,
    Instant last,
    String codec,
    @Nullable String reason) {
  /** Of the box, by which it is known among others. */
  private static final UUID BOX = UUID.fromString("2f0cbd3e-8a0f-4f5a-9b0e-6c1d5a7e4c10");

  private static final byte[] TYPE = "uuid".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 8 + 16;

  /** The clip with this label at its end. */
  byte[] on(byte[] mp4, JsonMapper json) {
    byte[] text = json.writeValueAsBytes(this);
    var out = new ByteArrayOutputStream(mp4.length + HEADER + text.length);
    try (var data = new DataOutputStream(out)) {
      data.write(mp4);
      data.writeInt(HEADER + text.length);
      data.write(TYPE);
      data.writeLong(BOX.getMostSignificantBits());
      data.writeLong(BOX.getLeastSignificantBits());
      data.write(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The label of a clip; empty if it has none. */
  static Optional<ClipLabel> of(byte[] mp4, JsonMapper json) {
    var bytes = ByteBuffer.wrap(mp4);
    int at = 0;
    while (at <= mp4.length - HEADER) {
      long size = Integer.toUnsignedLong(bytes.getInt(at));
      boolean whole = size >= 8 && size <= mp4.length - at;
      boolean ours =
          bytes.slice(at + 4, 4).equals(ByteBuffer.wrap(TYPE))
              && bytes.getLong(at + 8) == BOX.getMostSignificantBits()
              && bytes.getLong(at + 16) == BOX.getLeastSignificantBits();
      if (!whole || ours) {
        return whole && size > HEADER
            ? read(mp4, at + HEADER, (int) size - HEADER, json)
            : Optional.empty();
      }
      at += (int) size;
    }
    return Optional.empty();
  }

  private static Optional<ClipLabel> read(byte[] mp4, int from, int length, JsonMapper json) {
    try {
      return Optional.of(json.readValue(mp4, from, length, ClipLabel.class));
    } catch (JacksonException noLabel) {
      return Optional.empty();
    }
  }
}
