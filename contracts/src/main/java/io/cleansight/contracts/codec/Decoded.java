package io.cleansight.contracts.codec;

/** What became of a record's bytes: an event, or the reason why there is none. */
public sealed interface Decoded<T> {

  record Event<T>(T value) implements Decoded<T> {}

  /**
   * @param bytes as they came; not copied
   * @param code stable, for machines: see {@link ErrorCode}
   * @param reason for people; names the field and the limit
   */
  record Unreadable<T>(byte[] bytes, ErrorCode code, String reason) implements Decoded<T> {}
}
