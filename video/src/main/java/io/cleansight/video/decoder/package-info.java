/** Sources decoded in processes of their own, which may fail without harm. */
@NullMarked
package io.cleansight.video.decoder;

import org.jspecify.annotations.NullMarked;
