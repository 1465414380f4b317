@NullMarked
package io.cleansight.persistence.retention;

import org.jspecify.annotations.NullMarked;
