@NullMarked
package io.cleansight.bridge.json;

import org.jspecify.annotations.NullMarked;
