/** Changes of compacted topics by one writer at a time, whatever the number of instances. */
@NullMarked
package io.cleansight.query.serial;

import org.jspecify.annotations.NullMarked;
