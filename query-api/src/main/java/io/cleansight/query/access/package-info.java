/** Who is asking, and what they may. */
@NullMarked
package io.cleansight.query.access;

import org.jspecify.annotations.NullMarked;
