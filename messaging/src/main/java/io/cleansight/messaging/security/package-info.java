/** How every client reaches Kafka, and what each service may do there. */
@NullMarked
package io.cleansight.messaging.security;

import org.jspecify.annotations.NullMarked;
