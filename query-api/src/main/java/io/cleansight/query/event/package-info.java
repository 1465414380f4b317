/** What happened of every kind, in one list. */
@NullMarked
package io.cleansight.query.event;

import org.jspecify.annotations.NullMarked;
