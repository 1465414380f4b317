@NullMarked
package io.cleansight.capture.share;

import org.jspecify.annotations.NullMarked;
