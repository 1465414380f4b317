@NullMarked
package io.cleansight.messaging.read;

import org.jspecify.annotations.NullMarked;
