@NullMarked
package io.cleansight.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
