package io.cleansight.contracts.vocabulary.wording;

import io.cleansight.contracts.vocabulary.Term;
import java.util.Set;

/** Something that can be said, and what is said of it. */
public interface Wording extends Term {
  /**
   * Names of all the parameters that it may have. Those called {@code violation_type}, {@code zone}
   * and {@code item} are words, and absent where any is meant; the others are numbers.
   */
  Set<String> parameters();
}
