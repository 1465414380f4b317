/** What a camera sees right now, with what was judged in that very frame. */
@NullMarked
package io.cleansight.query.live;

import org.jspecify.annotations.NullMarked;
