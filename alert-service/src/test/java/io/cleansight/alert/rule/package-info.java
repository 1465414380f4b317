/** Tests. */
@NullMarked
package io.cleansight.alert.rule;

import org.jspecify.annotations.NullMarked;
