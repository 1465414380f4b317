/** Who a process is among the instances of its service. */
@NullMarked
package io.cleansight.messaging.instance;

import org.jspecify.annotations.NullMarked;
