@NullMarked
package io.cleansight.alert.notify.channel;

import org.jspecify.annotations.NullMarked;
