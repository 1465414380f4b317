/** The ways by which people are notified, one class for each, and their settings. */
@NullMarked
package io.cleansight.alert.notify.channel;

import org.jspecify.annotations.NullMarked;
