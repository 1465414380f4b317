/** Tests. */
@NullMarked
package io.cleansight.inference.evidence;

import org.jspecify.annotations.NullMarked;
