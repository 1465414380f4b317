@NullMarked
package io.cleansight.persistence.erasure;

import org.jspecify.annotations.NullMarked;
