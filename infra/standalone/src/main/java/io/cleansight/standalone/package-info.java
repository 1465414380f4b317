/** The launcher: everything on one machine with one command, and everything stopped again. */
@NullMarked
package io.cleansight.standalone;

import org.jspecify.annotations.NullMarked;
