/** What models detect: detections, their boxes, and which of those that overlap stay. */
@NullMarked
package io.cleansight.inference.detection;

import org.jspecify.annotations.NullMarked;
