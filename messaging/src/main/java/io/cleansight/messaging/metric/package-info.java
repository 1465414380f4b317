/** Every metric of ours, declared once: what services register, and what the reference says. */
@NullMarked
package io.cleansight.messaging.metric;

import org.jspecify.annotations.NullMarked;
