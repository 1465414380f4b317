/** Scenes that are drawn, as video. */
@NullMarked
package io.cleansight.video.drawn;

import org.jspecify.annotations.NullMarked;
