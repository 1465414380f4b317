/** Sessions of people in browsers, how they are opened, and what stays open in them. */
@NullMarked
package io.cleansight.query.access.session;

import org.jspecify.annotations.NullMarked;
