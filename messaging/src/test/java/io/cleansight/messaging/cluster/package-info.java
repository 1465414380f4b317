@NullMarked
package io.cleansight.messaging.cluster;

import org.jspecify.annotations.NullMarked;
