@NullMarked
package io.cleansight.messaging.listener;

import org.jspecify.annotations.NullMarked;
