@NullMarked
package io.cleansight.messaging.instance;

import org.jspecify.annotations.NullMarked;
