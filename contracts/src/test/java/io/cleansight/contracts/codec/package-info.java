@NullMarked
package io.cleansight.contracts.codec;

import org.jspecify.annotations.NullMarked;
