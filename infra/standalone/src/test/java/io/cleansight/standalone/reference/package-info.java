/** The pages of docs/reference are what the code says, and who reads metrics asks for those. */
@NullMarked
package io.cleansight.standalone.reference;

import org.jspecify.annotations.NullMarked;
