/** Tests of exports. */
@NullMarked
package io.cleansight.query.export;

import org.jspecify.annotations.NullMarked;
