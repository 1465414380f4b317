/** The broker's time, at a producer and in a topology. */
@NullMarked
package io.cleansight.messaging.clock;

import org.jspecify.annotations.NullMarked;
