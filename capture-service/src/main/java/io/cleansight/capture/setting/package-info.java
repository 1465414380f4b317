/** Which cameras there are and what they show: settings of this process, and what people set. */
@NullMarked
package io.cleansight.capture.setting;

import org.jspecify.annotations.NullMarked;
