/** What cameras do, for an MQTT broker. */
@NullMarked
package io.cleansight.bridge.mqtt;

import org.jspecify.annotations.NullMarked;
