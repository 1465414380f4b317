/** Rules and silences as they are written down: read, and refused by the name of what is wrong. */
@NullMarked
package io.cleansight.rule.body;

import org.jspecify.annotations.NullMarked;
