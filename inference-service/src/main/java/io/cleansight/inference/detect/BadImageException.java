package io.cleansight.inference.detect;

/** A picture that cannot be used; the message says why. */
final class BadImageException extends Exception {
  private static final long serialVersionUID = 1;

  BadImageException(String message) {
    super(message);
  }
}
