/** What a rule is and when it fires: plain decisions. */
@NullMarked
package io.cleansight.rule;

import org.jspecify.annotations.NullMarked;
