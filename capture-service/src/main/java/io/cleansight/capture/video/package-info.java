/** Video in, JPEG out: FFmpeg behind deadlines. */
@NullMarked
package io.cleansight.capture.video;

import org.jspecify.annotations.NullMarked;
