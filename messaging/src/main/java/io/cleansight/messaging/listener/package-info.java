/**
 * What holds for every listener: its name at the broker, its trouble, its dead letters, its health.
 */
@NullMarked
package io.cleansight.messaging.listener;

import org.jspecify.annotations.NullMarked;
