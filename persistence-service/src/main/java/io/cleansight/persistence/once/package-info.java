/** Everything written once: a batch's rows and the position after it commit together. */
@NullMarked
package io.cleansight.persistence.once;

import org.jspecify.annotations.NullMarked;
