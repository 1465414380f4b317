/** Public events as JSON in topics of their own, each exactly once. */
@NullMarked
package io.cleansight.bridge.json;

import org.jspecify.annotations.NullMarked;
