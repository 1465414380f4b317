/** Tests. */
@NullMarked
package io.cleansight.persistence.once;

import org.jspecify.annotations.NullMarked;
