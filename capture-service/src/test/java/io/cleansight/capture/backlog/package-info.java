@NullMarked
package io.cleansight.capture.backlog;

import org.jspecify.annotations.NullMarked;
