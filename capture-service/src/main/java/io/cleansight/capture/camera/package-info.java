/** A camera's life: opening, pacing, publishing, and saying how it is. */
@NullMarked
package io.cleansight.capture.camera;

import org.jspecify.annotations.NullMarked;
