@NullMarked
package io.cleansight.messaging.security;

import org.jspecify.annotations.NullMarked;
