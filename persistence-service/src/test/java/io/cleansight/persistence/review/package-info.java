@NullMarked
package io.cleansight.persistence.review;

import org.jspecify.annotations.NullMarked;
