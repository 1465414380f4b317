@NullMarked
package io.cleansight.capture.video.decoder;

import org.jspecify.annotations.NullMarked;
