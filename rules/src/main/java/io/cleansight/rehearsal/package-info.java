/** What a rule would have done to the kept history, by the policies that would do it live. */
@NullMarked
package io.cleansight.rehearsal;

import org.jspecify.annotations.NullMarked;
