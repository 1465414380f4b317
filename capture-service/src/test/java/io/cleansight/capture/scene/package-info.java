@NullMarked
package io.cleansight.capture.scene;

import org.jspecify.annotations.NullMarked;
