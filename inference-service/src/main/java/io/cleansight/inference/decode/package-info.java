/** Decoding of what each kind of detector answers, and telling which kind a model is. */
@NullMarked
package io.cleansight.inference.decode;

import org.jspecify.annotations.NullMarked;
