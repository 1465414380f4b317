package io.cleansight.standalone;

/** Something that the person at the keyboard can put right; shown as one line, exit code 2. */
final class CannotStartException extends Exception {
  private static final long serialVersionUID = 1;

  CannotStartException(String message) {
    super(message);
  }
}
