/** Who is who over the frames of one camera. */
@NullMarked
package io.cleansight.inference.track;

import org.jspecify.annotations.NullMarked;
