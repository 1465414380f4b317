/** What query-api can carry, measured by hand; see {@code bench/run}. */
@NullMarked
package io.cleansight.query.bench;

import org.jspecify.annotations.NullMarked;
