/** What people are told, by codes that pages have sentences for in every language. */
@NullMarked
package io.cleansight.contracts.vocabulary.wording;

import org.jspecify.annotations.NullMarked;
