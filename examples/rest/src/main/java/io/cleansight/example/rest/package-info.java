/** A client of REST, generated from the published description. */
@NullMarked
package io.cleansight.example.rest;

import org.jspecify.annotations.NullMarked;
