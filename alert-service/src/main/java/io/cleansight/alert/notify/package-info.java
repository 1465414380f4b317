/** Telling people, at least once and seldom twice. */
@NullMarked
package io.cleansight.alert.notify;

import org.jspecify.annotations.NullMarked;
