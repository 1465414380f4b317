/** A consumer of violations with Spring Kafka. */
@NullMarked
package io.cleansight.example.spring;

import org.jspecify.annotations.NullMarked;
