/** Which of the instances captures which camera: it is shared out by a consumer group. */
@NullMarked
package io.cleansight.capture.share;

import org.jspecify.annotations.NullMarked;
