@NullMarked
package io.cleansight.query.live;

import org.jspecify.annotations.NullMarked;
