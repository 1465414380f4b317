/** Notifies people and programs of alerts: through an outbox, at least once and seldom twice. */
@NullMarked
package io.cleansight.alert.notify;

import org.jspecify.annotations.NullMarked;
