/** The words of the open sets on the wire, one enum for each concept. */
@NullMarked
package io.cleansight.contracts.vocabulary;

import org.jspecify.annotations.NullMarked;
