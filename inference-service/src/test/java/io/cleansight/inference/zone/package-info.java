@NullMarked
package io.cleansight.inference.zone;

import org.jspecify.annotations.NullMarked;
