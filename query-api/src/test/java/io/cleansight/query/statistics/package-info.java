@NullMarked
package io.cleansight.query.statistics;

import org.jspecify.annotations.NullMarked;
