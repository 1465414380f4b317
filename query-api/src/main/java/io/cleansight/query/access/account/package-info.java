/** Accounts of users and keys: those of the settings and those that the topic tells of. */
@NullMarked
package io.cleansight.query.access.account;

import org.jspecify.annotations.NullMarked;
