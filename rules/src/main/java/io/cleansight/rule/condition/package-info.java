/** When a rule fires: what each kind of condition makes of events, given what it remembers. */
@NullMarked
package io.cleansight.rule.condition;

import org.jspecify.annotations.NullMarked;
