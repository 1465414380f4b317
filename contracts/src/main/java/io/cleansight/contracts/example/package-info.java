/** What the public topics' events look like, for documents and for the tests of who reads them. */
@NullMarked
package io.cleansight.contracts.example;

import org.jspecify.annotations.NullMarked;
