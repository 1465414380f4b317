/** What becomes of a record that is no use. */
@NullMarked
package io.cleansight.messaging.deadletter;

import org.jspecify.annotations.NullMarked;
