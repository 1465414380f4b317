/** Erasures: what was seen of some cameras in a time, taken away for good. */
@NullMarked
package io.cleansight.query.erasure;

import org.jspecify.annotations.NullMarked;
