/**
 * Clips of violations: made once enough of their video has come, from what Kafka still has of it.
 */
@NullMarked
package io.cleansight.persistence.clip;

import org.jspecify.annotations.NullMarked;
