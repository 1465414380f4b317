/** Persistence: the only writer of PostgreSQL. */
@NullMarked
package io.cleansight.persistence;

import org.jspecify.annotations.NullMarked;
