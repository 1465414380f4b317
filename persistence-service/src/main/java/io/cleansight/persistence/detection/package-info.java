/** Frames judged: the records that are kept, and the hours in which all of them count. */
@NullMarked
package io.cleansight.persistence.detection;

import org.jspecify.annotations.NullMarked;
