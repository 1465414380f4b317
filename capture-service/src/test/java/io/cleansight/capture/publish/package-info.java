@NullMarked
package io.cleansight.capture.publish;

import org.jspecify.annotations.NullMarked;
