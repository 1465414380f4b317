/** Tests. */
@NullMarked
package io.cleansight.inference.track;

import org.jspecify.annotations.NullMarked;
