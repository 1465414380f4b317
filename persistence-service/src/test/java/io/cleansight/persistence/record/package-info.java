@NullMarked
package io.cleansight.persistence.record;

import org.jspecify.annotations.NullMarked;
