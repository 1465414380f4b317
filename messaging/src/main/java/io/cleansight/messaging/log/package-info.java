/** What lines of the log are about, for who reads them as JSON. */
@NullMarked
package io.cleansight.messaging.log;

import org.jspecify.annotations.NullMarked;
