/** What follows topics and passes on what it reads to many clients at once. */
@NullMarked
package io.cleansight.query.hub;

import org.jspecify.annotations.NullMarked;
