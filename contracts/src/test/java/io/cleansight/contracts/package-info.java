@NullMarked
package io.cleansight.contracts;

import org.jspecify.annotations.NullMarked;
