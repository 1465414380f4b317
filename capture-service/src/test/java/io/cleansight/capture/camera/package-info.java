@NullMarked
package io.cleansight.capture.camera;

import org.jspecify.annotations.NullMarked;
