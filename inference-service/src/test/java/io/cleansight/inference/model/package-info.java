@NullMarked
package io.cleansight.inference.model;

import org.jspecify.annotations.NullMarked;
