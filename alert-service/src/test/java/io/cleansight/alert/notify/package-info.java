@NullMarked
package io.cleansight.alert.notify;

import org.jspecify.annotations.NullMarked;
