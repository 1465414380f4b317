/** Tests. */
@NullMarked
package io.cleansight.rule.body;

import org.jspecify.annotations.NullMarked;
