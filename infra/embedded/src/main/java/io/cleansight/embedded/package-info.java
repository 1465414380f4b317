/**
 * The real Kafka, PostgreSQL and Redis, started without containers, their data kept where the
 * caller says.
 */
@NullMarked
package io.cleansight.embedded;

import org.jspecify.annotations.NullMarked;
