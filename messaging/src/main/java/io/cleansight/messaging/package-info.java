/**
 * True of every message: how it is written and read, its headers, and where it goes when it is no
 * use.
 */
@NullMarked
package io.cleansight.messaging;

import org.jspecify.annotations.NullMarked;
