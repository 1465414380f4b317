/** Users and API keys: making, changing, rotating and revoking them. */
@NullMarked
package io.cleansight.query.account;

import org.jspecify.annotations.NullMarked;
