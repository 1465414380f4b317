/** The way of an event through the services as one trace, told to a collector by OTLP. */
@NullMarked
package io.cleansight.messaging.trace;

import org.jspecify.annotations.NullMarked;
