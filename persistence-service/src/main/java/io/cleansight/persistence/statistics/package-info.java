/**
 * Sums over hours and their quarters: what is counted, how batches are folded, and whether it is
 * true.
 */
@NullMarked
package io.cleansight.persistence.statistics;

import org.jspecify.annotations.NullMarked;
