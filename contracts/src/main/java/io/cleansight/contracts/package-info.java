/**
 * What two processes must agree on: topics with their limits, identities, the words of open sets.
 */
@NullMarked
package io.cleansight.contracts;

import org.jspecify.annotations.NullMarked;
