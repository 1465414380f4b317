@NullMarked
package io.cleansight.persistence.clip;

import org.jspecify.annotations.NullMarked;
