/** Hours in sum: what is counted, how batches are folded, and whether the sums are true. */
@NullMarked
package io.cleansight.persistence.statistics;

import org.jspecify.annotations.NullMarked;
