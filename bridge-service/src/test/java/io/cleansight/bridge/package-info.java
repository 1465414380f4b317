@NullMarked
package io.cleansight.bridge;

import org.jspecify.annotations.NullMarked;
