/** The published description, held to what is answered. */
@NullMarked
package io.cleansight.query.openapi;

import org.jspecify.annotations.NullMarked;
