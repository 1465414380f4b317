/** Who is let in, and how far. */
@NullMarked
package io.cleansight.query.access;

import org.jspecify.annotations.NullMarked;
