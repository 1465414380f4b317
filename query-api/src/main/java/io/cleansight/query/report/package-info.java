/** What was seen in a shift, on one page: how it went, against others like it, and what is open. */
@NullMarked
package io.cleansight.query.report;

import org.jspecify.annotations.NullMarked;
