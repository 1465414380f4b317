/** How the line is doing. */
@NullMarked
package io.cleansight.query.system;

import org.jspecify.annotations.NullMarked;
