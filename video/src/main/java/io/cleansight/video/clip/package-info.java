/** Clips: MP4s that are put together from fragments of video, as they came or with heads hidden. */
@NullMarked
package io.cleansight.video.clip;

import org.jspecify.annotations.NullMarked;
