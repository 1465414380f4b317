@NullMarked
package io.cleansight.messaging.deadletter;

import org.jspecify.annotations.NullMarked;
