/** Rules over the stream of violations, exactly once. */
@NullMarked
package io.cleansight.alert.evaluation;

import org.jspecify.annotations.NullMarked;
