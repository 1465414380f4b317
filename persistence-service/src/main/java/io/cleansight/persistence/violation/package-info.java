/** Violations and their pictures. */
@NullMarked
package io.cleansight.persistence.violation;

import org.jspecify.annotations.NullMarked;
