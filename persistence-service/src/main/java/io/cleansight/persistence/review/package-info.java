/** What people decide about violations and alerts, whichever of the two is read first. */
@NullMarked
package io.cleansight.persistence.review;

import org.jspecify.annotations.NullMarked;
