@NullMarked
package io.cleansight.persistence.letter;

import org.jspecify.annotations.NullMarked;
