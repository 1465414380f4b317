/** Dead letters: to be looked at, and to be sent again once their cause is mended. */
@NullMarked
package io.cleansight.persistence.deadletter;

import org.jspecify.annotations.NullMarked;
