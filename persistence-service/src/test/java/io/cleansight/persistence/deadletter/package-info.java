@NullMarked
package io.cleansight.persistence.deadletter;

import org.jspecify.annotations.NullMarked;
