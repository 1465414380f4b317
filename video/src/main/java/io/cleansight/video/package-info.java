/** Video in, JPEG out: FFmpeg behind deadlines. */
@NullMarked
package io.cleansight.video;

import org.jspecify.annotations.NullMarked;
