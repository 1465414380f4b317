/** Tests. */
@NullMarked
package io.cleansight.inference.judge;

import org.jspecify.annotations.NullMarked;
