/** What holds for every request: parameters, cursors, errors, headers. */
@NullMarked
package io.cleansight.query.web;

import org.jspecify.annotations.NullMarked;
