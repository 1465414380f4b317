/** Tests. */
@NullMarked
package io.cleansight.persistence.detection;

import org.jspecify.annotations.NullMarked;
