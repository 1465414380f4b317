/** Violations: pages, one, its picture, and decisions about it. */
@NullMarked
package io.cleansight.query.violation;

import org.jspecify.annotations.NullMarked;
