/** What people want done, sent on its way to persistence, which alone writes. */
@NullMarked
package io.cleansight.query.command;

import org.jspecify.annotations.NullMarked;
