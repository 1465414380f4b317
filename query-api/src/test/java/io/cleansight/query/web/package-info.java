/** Tests. */
@NullMarked
package io.cleansight.query.web;

import org.jspecify.annotations.NullMarked;
