/** Files and streams as FFmpeg reads them: only from where it may, and only for so long. */
@NullMarked
package io.cleansight.video.ffmpeg;

import org.jspecify.annotations.NullMarked;
