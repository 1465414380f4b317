package io.cleansight.messaging.instance;

import java.util.regex.Pattern;

/**
 * Who this process is among the instances of its service. No other that runs has the same; its
 * transactional ids and clients are named by it.
 *
 * @param value in letters, digits, dots, dashes and underscores
 * @param stable whether the same instance has it again after a restart, on another machine, too:
 *     set by {@code INSTANCE_ID}. Only then it is a static member of its consumer groups
 */
public record InstanceId(String value, boolean stable) {
  static final String PROPERTY = "cleansight.instance-id";

  private static final int LONGEST = 100;
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9._-]{1," + LONGEST + "}");

  public InstanceId {
    if (!VALID.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "INSTANCE_ID must be 1 to "
              + LONGEST
              + " letters, digits, dots, dashes and underscores, not '"
              + value
              + "'");
    }
  }

  /** The name of one of its clients at the broker. */
  public String client(String purpose) {
    return purpose + "-" + value;
  }
}
