/** Tests. */
@NullMarked
package io.cleansight.query.camera;

import org.jspecify.annotations.NullMarked;
