package io.cleansight.contracts.codec;

/** Why a record went to the dead letters; the names are part of the interface. */
public enum ErrorCode {
  /** No bytes, or fewer than the framing needs. */
  EMPTY,
  /** Written with a schema that no release had. */
  UNKNOWN_SCHEMA,
  /** Cut, malformed, or larger than the limits. */
  MALFORMED,
  /** A whole event followed by more bytes. */
  TRAILING_BYTES,
  /** Well formed, but a value is outside what the contract allows. */
  OUT_OF_CONTRACT,
  /** The record's key is missing or is not the event's. */
  WRONG_KEY,
  /** The picture cannot be decoded or is larger than allowed. */
  BAD_IMAGE,
  /** The event's time cannot be right. */
  BAD_TIME
}
