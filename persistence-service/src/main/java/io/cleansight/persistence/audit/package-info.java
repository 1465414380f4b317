/** Who looked at what and changed what. */
@NullMarked
package io.cleansight.persistence.audit;

import org.jspecify.annotations.NullMarked;
