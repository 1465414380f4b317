/** Programs of ours that read strangers' bytes in processes of their own, within limits. */
@NullMarked
package io.cleansight.video.process;

import org.jspecify.annotations.NullMarked;
