/** Users and keys. */
@NullMarked
package io.cleansight.query.account;

import org.jspecify.annotations.NullMarked;
