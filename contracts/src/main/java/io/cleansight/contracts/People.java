package io.cleansight.contracts;

import java.util.List;
import java.util.Locale;

/**
 * Whom the name of a caller stands for: {@code mei}, {@code token:mei}, {@code login:mei}, {@code
 * key:reports}.
 */
public final class People {
  private static final String KEY = "key:";

  /** By an identity provider: with a token of it, and by logging in there. */
  private static final List<String> PROVIDED = List.of("token:", "login:");

  private People() {}

  /** Whether it is a person's: a key is a program's, whoever has it. */
  public static boolean isPerson(String name) {
    return !name.startsWith(KEY);
  }

  /** Whether both are one person's: who comes by password, by token and by provider is one. */
  public static boolean areOne(String name, String other) {
    return bare(name).equals(bare(other));
  }

  private static String bare(String name) {
    return PROVIDED.stream()
        .filter(name::startsWith)
        .findFirst()
        .map(prefix -> name.substring(prefix.length()))
        .orElse(name)
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
