/** How the values of records are written and read: the framing, and what bytes are no event. */
@NullMarked
package io.cleansight.contracts.codec;

import org.jspecify.annotations.NullMarked;
