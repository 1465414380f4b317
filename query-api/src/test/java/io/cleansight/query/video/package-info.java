@NullMarked
package io.cleansight.query.video;

import org.jspecify.annotations.NullMarked;
