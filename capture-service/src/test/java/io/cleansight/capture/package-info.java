@NullMarked
package io.cleansight.capture;

import org.jspecify.annotations.NullMarked;
