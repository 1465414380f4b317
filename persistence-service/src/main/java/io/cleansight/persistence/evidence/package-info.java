/**
 * The pictures that opened violations: where they are kept, small ones for lists, and their end.
 */
@NullMarked
package io.cleansight.persistence.evidence;

import org.jspecify.annotations.NullMarked;
