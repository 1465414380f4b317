/** Violations, their pictures, and what people decide about them. */
@NullMarked
package io.cleansight.persistence.violation;

import org.jspecify.annotations.NullMarked;
