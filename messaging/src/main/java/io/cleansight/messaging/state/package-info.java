/** What a service remembers in a changelog, compact and readable by later releases. */
@NullMarked
package io.cleansight.messaging.state;

import org.jspecify.annotations.NullMarked;
