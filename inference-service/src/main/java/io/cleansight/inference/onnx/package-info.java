/** Any detection model in, what it sees in a picture out. */
@NullMarked
package io.cleansight.inference.onnx;

import org.jspecify.annotations.NullMarked;
