/** Tests. */
@NullMarked
package io.cleansight.persistence;

import org.jspecify.annotations.NullMarked;
