package io.cleansight.contracts;

import java.util.Locale;

/** Whom the name of a caller stands for: {@code mei}, {@code token:mei}, {@code key:reports}. */
public final class People {
  private static final String KEY = "key:";
  private static final String TOKEN = "token:";

  private People() {}

  /** Whether it is a person's: a key is a program's, whoever has it. */
  public static boolean isPerson(String name) {
    return !name.startsWith(KEY);
  }

  /** Whether both are one person's: who comes by password and by token is one. */
  public static boolean areOne(String name, String other) {
    return bare(name).equals(bare(other));
  }

  private static String bare(String name) {
    return (name.startsWith(TOKEN) ? name.substring(TOKEN.length()) : name)
        .strip()
        .toLowerCase(Locale.ROOT);
  }
}
