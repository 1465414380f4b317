/** Alerts and the rules they came of. */
@NullMarked
package io.cleansight.query.alert;

import org.jspecify.annotations.NullMarked;
