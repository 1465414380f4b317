@NullMarked
package io.cleansight.persistence.statistics;

import org.jspecify.annotations.NullMarked;
