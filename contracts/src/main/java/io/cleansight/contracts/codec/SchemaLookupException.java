package io.cleansight.contracts.codec;

/**
 * A schema registry did not say what it was asked. It passes: whoever reads a record stays where it
 * is and tries again.
 */
public final class SchemaLookupException extends RuntimeException {
  public SchemaLookupException(String message) {
    super(message);
  }

  public SchemaLookupException(String message, Throwable cause) {
    super(message, cause);
  }
}
