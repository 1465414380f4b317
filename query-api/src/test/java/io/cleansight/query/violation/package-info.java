/** Tests. */
@NullMarked
package io.cleansight.query.violation;

import org.jspecify.annotations.NullMarked;
