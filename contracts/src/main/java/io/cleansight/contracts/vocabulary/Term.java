package io.cleansight.contracts.vocabulary;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A word of one concept that this release says or understands; implemented by enums. On the wire,
 * in the tables and in the API it is a string, as others may say more: what is not known here is
 * carried on, not refused.
 */
public interface Term {
  /** The constant's name. */
  String name();

  /** As it is written: the constant's name in lower case. */
  default String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether this word is what is written there. */
  default boolean is(@Nullable String written) {
    return word().equals(written);
  }

  /** The constant whose word is written there; empty if this release knows none. */
  static <T extends Enum<T> & Term> Optional<T> find(Class<T> concept, @Nullable String written) {
    return Arrays.stream(concept.getEnumConstants()).filter(it -> it.is(written)).findFirst();
  }

  /** All words of a concept, in the order of its constants. */
  static <T extends Enum<T> & Term> Set<String> words(Class<T> concept) {
    return words(Arrays.asList(concept.getEnumConstants()));
  }

  /** The words of these, in their order. */
  static Set<String> words(Collection<? extends Term> terms) {
    var words = new LinkedHashSet<String>();
    terms.forEach(it -> words.add(it.word()));
    return Collections.unmodifiableSet(words);
  }
}
