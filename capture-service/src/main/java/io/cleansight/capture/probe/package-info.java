/** Looking once at a source, for people who are about to set it or ask why it fails. */
@NullMarked
package io.cleansight.capture.probe;

import org.jspecify.annotations.NullMarked;
