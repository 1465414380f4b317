@NullMarked
package io.cleansight.alert.evaluation;

import org.jspecify.annotations.NullMarked;
