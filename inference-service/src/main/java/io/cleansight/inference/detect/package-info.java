/** What the model sees in one frame; stateless, many frames at a time. */
@NullMarked
package io.cleansight.inference.detect;

import org.jspecify.annotations.NullMarked;
