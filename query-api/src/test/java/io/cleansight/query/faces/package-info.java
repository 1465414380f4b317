/** Tests. */
@NullMarked
package io.cleansight.query.faces;

import org.jspecify.annotations.NullMarked;
