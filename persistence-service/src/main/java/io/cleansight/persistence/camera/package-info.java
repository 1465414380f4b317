/** How cameras are. */
@NullMarked
package io.cleansight.persistence.camera;

import org.jspecify.annotations.NullMarked;
