/** Tests. */
@NullMarked
package io.cleansight.rule;

import org.jspecify.annotations.NullMarked;
