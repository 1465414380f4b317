package io.cleansight.rule.condition;

/** A rule or silence that cannot be used: by the field that is wrong, and what it must be. */
public final class BadRuleException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String field;
  private final String limit;

  /**
   * @param field as people write it, for instance {@code conditions.threshold}
   * @param limit what it must be
   */
  public BadRuleException(String field, String limit) {
    super(field + " must be " + limit);
    this.field = field;
    this.limit = limit;
  }

  public String field() {
    return field;
  }

  public String limit() {
    return limit;
  }
}
