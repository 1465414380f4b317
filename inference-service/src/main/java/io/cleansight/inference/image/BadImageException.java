package io.cleansight.inference.image;

/** A picture that cannot be used; the message says why. */
public final class BadImageException extends Exception {
  private static final long serialVersionUID = 1;

  BadImageException(String message) {
    super(message);
  }
}
