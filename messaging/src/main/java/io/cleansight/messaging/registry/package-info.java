/**
 * A schema registry that knows Confluent's interface: what schemas are called there, and which are.
 */
@NullMarked
package io.cleansight.messaging.registry;

import org.jspecify.annotations.NullMarked;
