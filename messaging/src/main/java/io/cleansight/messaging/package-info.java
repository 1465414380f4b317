/** True of every message and of every service that sends or reads: what its context is given. */
@NullMarked
package io.cleansight.messaging;

import org.jspecify.annotations.NullMarked;
