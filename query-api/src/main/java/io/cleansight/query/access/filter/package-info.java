/** What stands before every request: who may call what, how often, and how it is refused. */
@NullMarked
package io.cleansight.query.access.filter;

import org.jspecify.annotations.NullMarked;
