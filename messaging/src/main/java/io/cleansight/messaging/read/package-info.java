/** Ways of reading topics: in sorted batches, whole and following, of a time, one record. */
@NullMarked
package io.cleansight.messaging.read;

import org.jspecify.annotations.NullMarked;
