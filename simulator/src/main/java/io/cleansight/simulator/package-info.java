/** A drawn kitchen with exact truth: what to watch where there is no camera. */
@NullMarked
package io.cleansight.simulator;

import org.jspecify.annotations.NullMarked;
