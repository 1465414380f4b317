/** What people had erased, of a time and some cameras: taken away, and kept away. */
@NullMarked
package io.cleansight.persistence.erasure;

import org.jspecify.annotations.NullMarked;
