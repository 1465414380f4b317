@NullMarked
package io.cleansight.messaging.clock;

import org.jspecify.annotations.NullMarked;
