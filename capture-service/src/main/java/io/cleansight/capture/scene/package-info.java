/** A drawn kitchen with exact truth: what to watch where there is no camera. */
@NullMarked
package io.cleansight.capture.scene;

import org.jspecify.annotations.NullMarked;
