/** How the topics of a site are laid out, and how the number of their partitions is grown. */
@NullMarked
package io.cleansight.messaging.topic;

import org.jspecify.annotations.NullMarked;
