/** Which addresses that people give may be opened, and whose certificates are believed. */
@NullMarked
package io.cleansight.messaging.address;

import org.jspecify.annotations.NullMarked;
