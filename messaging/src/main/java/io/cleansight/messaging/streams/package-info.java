/** Settings of every topology. */
@NullMarked
package io.cleansight.messaging.streams;

import org.jspecify.annotations.NullMarked;
