/** Cameras that misbehave in every way that is known. */
@NullMarked
package io.cleansight.capture.faulty;

import org.jspecify.annotations.NullMarked;
