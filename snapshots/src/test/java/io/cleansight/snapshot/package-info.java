@NullMarked
package io.cleansight.snapshot;

import org.jspecify.annotations.NullMarked;
