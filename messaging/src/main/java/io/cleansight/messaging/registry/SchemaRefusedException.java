package io.cleansight.messaging.registry;

/** The registry does not take a schema: it is not compatible with what is under its subject. */
public final class SchemaRefusedException extends RuntimeException {
  SchemaRefusedException(String message) {
    super(message);
  }
}
