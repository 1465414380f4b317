/** Records of single frames. */
@NullMarked
package io.cleansight.query.detection;

import org.jspecify.annotations.NullMarked;
