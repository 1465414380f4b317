@NullMarked
package io.cleansight.messaging.log;

import org.jspecify.annotations.NullMarked;
