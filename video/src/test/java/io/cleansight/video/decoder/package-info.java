@NullMarked
package io.cleansight.video.decoder;

import org.jspecify.annotations.NullMarked;
