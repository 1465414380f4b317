@NullMarked
package io.cleansight.messaging;

import org.jspecify.annotations.NullMarked;
