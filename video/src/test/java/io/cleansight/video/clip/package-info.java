@NullMarked
package io.cleansight.video.clip;

import org.jspecify.annotations.NullMarked;
