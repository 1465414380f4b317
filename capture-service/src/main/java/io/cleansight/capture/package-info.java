/** Capture: cameras and video files become frames in Kafka. */
@NullMarked
package io.cleansight.capture;

import org.jspecify.annotations.NullMarked;
