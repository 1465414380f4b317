/** Public and private keys for the sources of cameras. */
@NullMarked
package io.cleansight.sourcekey;

import org.jspecify.annotations.NullMarked;
