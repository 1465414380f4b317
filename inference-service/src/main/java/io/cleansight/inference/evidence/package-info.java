/** The picture that opened a violation, taken back out of Kafka. */
@NullMarked
package io.cleansight.inference.evidence;

import org.jspecify.annotations.NullMarked;
