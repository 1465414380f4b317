/** Tests. */
@NullMarked
package io.cleansight.rule.condition;

import org.jspecify.annotations.NullMarked;
