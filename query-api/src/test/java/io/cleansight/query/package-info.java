@NullMarked
package io.cleansight.query;

import org.jspecify.annotations.NullMarked;
