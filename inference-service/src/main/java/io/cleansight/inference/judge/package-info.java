/** What people wear and do, judged over time; violations open and close here. */
@NullMarked
package io.cleansight.inference.judge;

import org.jspecify.annotations.NullMarked;
