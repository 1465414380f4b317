/** Queries whose conditions depend on what was asked for, and by whom. */
@NullMarked
package io.cleansight.query.sql;

import org.jspecify.annotations.NullMarked;
