/** Alerts: rules evaluated in event time, and people told. */
@NullMarked
package io.cleansight.alert;

import org.jspecify.annotations.NullMarked;
