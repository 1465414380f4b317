@NullMarked
package io.cleansight.inference.image;

import org.jspecify.annotations.NullMarked;
