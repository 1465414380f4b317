@NullMarked
package io.cleansight.messaging.topic;

import org.jspecify.annotations.NullMarked;
