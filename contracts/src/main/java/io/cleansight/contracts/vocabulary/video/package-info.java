/** The words of video on the wire, beside those of everything else. */
@NullMarked
package io.cleansight.contracts.vocabulary.video;

import org.jspecify.annotations.NullMarked;
