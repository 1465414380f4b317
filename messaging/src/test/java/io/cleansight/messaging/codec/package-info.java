@NullMarked
package io.cleansight.messaging.codec;

import org.jspecify.annotations.NullMarked;
