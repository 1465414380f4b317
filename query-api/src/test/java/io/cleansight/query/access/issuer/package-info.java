/** Tests. */
@NullMarked
package io.cleansight.query.access.issuer;

import org.jspecify.annotations.NullMarked;
