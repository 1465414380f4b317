package io.cleansight.inference.onnx;

/** A model that cannot be right; the message says in one line what was found and what to set. */
public final class RefusedModelException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RefusedModelException(String where, String what) {
    super(where + ": " + what);
  }

  RefusedModelException(String where, String what, Throwable cause) {
    super(where + ": " + what, cause);
  }
}
