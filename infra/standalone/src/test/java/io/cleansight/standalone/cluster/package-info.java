/** What holds when a service runs more than once, and when Kafka is a cluster. */
@NullMarked
package io.cleansight.standalone.cluster;

import org.jspecify.annotations.NullMarked;
