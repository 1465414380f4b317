/** Cameras and alert rules as people set them, each change decided upon what is set before it. */
@NullMarked
package io.cleansight.query.setting;

import org.jspecify.annotations.NullMarked;
