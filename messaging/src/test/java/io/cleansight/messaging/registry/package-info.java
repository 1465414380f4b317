@NullMarked
package io.cleansight.messaging.registry;

import org.jspecify.annotations.NullMarked;
