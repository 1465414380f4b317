@NullMarked
package io.cleansight.inference.onnx;

import org.jspecify.annotations.NullMarked;
