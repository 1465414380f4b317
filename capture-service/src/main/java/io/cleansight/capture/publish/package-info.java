/** Frames on their way to Kafka, and the runs of cameras to which they belong. */
@NullMarked
package io.cleansight.capture.publish;

import org.jspecify.annotations.NullMarked;
