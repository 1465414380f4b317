/** Tests. */
@NullMarked
package io.cleansight.inference.detect;

import org.jspecify.annotations.NullMarked;
