/** Video as it came, in pieces of fragmented MP4; and what did not come so, encoded. */
@NullMarked
package io.cleansight.video.fragment;

import org.jspecify.annotations.NullMarked;
