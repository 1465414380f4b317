/** Query: what people and programs read of the record, and what they decide. */
@NullMarked
package io.cleansight.query;

import org.jspecify.annotations.NullMarked;
