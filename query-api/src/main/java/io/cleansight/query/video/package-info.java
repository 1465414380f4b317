/**
 * A camera's video of a time as a file, as far as it is still there, and what of it is recorded.
 */
@NullMarked
package io.cleansight.query.video;

import org.jspecify.annotations.NullMarked;
