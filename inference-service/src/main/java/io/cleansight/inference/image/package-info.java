/** From a JPEG to a model's input: decoding, letterbox, normalisation. */
@NullMarked
package io.cleansight.inference.image;

import org.jspecify.annotations.NullMarked;
