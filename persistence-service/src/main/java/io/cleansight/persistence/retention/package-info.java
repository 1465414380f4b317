/**
 * How long the record is kept: days of frames go to the archive, old pictures go, what is held
 * stays.
 */
@NullMarked
package io.cleansight.persistence.retention;

import org.jspecify.annotations.NullMarked;
