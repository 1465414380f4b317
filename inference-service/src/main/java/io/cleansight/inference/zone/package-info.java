/** Where people are, what they do there, and in which order they should. */
@NullMarked
package io.cleansight.inference.zone;

import org.jspecify.annotations.NullMarked;
