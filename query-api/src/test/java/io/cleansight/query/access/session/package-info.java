/** Tests. */
@NullMarked
package io.cleansight.query.access.session;

import org.jspecify.annotations.NullMarked;
