/** Tests. */
@NullMarked
package io.cleansight.query.access.filter;

import org.jspecify.annotations.NullMarked;
