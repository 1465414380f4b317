@NullMarked
package io.cleansight.capture.setting;

import org.jspecify.annotations.NullMarked;
