/** Tests. */
@NullMarked
package io.cleansight.messaging.state;

import org.jspecify.annotations.NullMarked;
