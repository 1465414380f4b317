/** The published description of the REST interface. */
@NullMarked
package io.cleansight.query.openapi;

import org.jspecify.annotations.NullMarked;
