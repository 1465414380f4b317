/** The record as files, of any size in little memory. */
@NullMarked
package io.cleansight.query.export;

import org.jspecify.annotations.NullMarked;
