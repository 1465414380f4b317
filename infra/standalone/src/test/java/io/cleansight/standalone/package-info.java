/** The whole, as its users meet it. */
@NullMarked
package io.cleansight.standalone;

import org.jspecify.annotations.NullMarked;
