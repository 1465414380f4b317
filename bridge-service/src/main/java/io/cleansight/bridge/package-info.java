/** Public events, said again for those who read no Avro. */
@NullMarked
package io.cleansight.bridge;

import org.jspecify.annotations.NullMarked;
