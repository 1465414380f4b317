@NullMarked
package io.cleansight.bridge.mqtt;

import org.jspecify.annotations.NullMarked;
