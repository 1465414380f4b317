@NullMarked
package io.cleansight.simulator;

import org.jspecify.annotations.NullMarked;
