@NullMarked
package io.cleansight.messaging.address;

import org.jspecify.annotations.NullMarked;
