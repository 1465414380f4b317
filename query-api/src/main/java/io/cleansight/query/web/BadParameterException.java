package io.cleansight.query.web;

/** A parameter that cannot be used. */
public final class BadParameterException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field as the caller wrote it
   * @param limit what is allowed
   */
  public BadParameterException(String field, String limit) {
    super(field + " must be " + limit);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
