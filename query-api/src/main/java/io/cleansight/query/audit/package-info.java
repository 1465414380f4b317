/** Who looked at evidence and who changed what. */
@NullMarked
package io.cleansight.query.audit;

import org.jspecify.annotations.NullMarked;
