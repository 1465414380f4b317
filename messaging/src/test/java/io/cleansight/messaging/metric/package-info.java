@NullMarked
package io.cleansight.messaging.metric;

import org.jspecify.annotations.NullMarked;
