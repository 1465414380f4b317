/** What a service looks after in the brokers: their settings, and transactions that nobody ends. */
@NullMarked
package io.cleansight.messaging.cluster;

import org.jspecify.annotations.NullMarked;
