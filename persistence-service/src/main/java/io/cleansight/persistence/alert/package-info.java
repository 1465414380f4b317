/** Alerts, what became of telling people, and the rules. */
@NullMarked
package io.cleansight.persistence.alert;

import org.jspecify.annotations.NullMarked;
