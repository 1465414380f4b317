@NullMarked
package io.cleansight.query.stream;

import org.jspecify.annotations.NullMarked;
