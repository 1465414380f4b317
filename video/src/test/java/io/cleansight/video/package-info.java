@NullMarked
package io.cleansight.video;

import org.jspecify.annotations.NullMarked;
