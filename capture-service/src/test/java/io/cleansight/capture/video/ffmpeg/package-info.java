@NullMarked
package io.cleansight.capture.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
