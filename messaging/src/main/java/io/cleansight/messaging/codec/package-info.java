/** How events are written and read: the framing, the headers, and what bytes are no event. */
@NullMarked
package io.cleansight.messaging.codec;

import org.jspecify.annotations.NullMarked;
