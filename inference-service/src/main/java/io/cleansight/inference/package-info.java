/** Inference: what is in a frame, who is who over frames, and what is wrong with it. */
@NullMarked
package io.cleansight.inference;

import org.jspecify.annotations.NullMarked;
