/**
 * Video of the cameras that are recorded, in files of about a minute; never in the way of the
 * record.
 */
@NullMarked
package io.cleansight.persistence.recording;

import org.jspecify.annotations.NullMarked;
