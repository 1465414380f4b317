@NullMarked
package io.cleansight.capture.video;

import org.jspecify.annotations.NullMarked;
