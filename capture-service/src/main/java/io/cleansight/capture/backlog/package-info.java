/** How far inference-service has judged what was published of recorded files. */
@NullMarked
package io.cleansight.capture.backlog;

import org.jspecify.annotations.NullMarked;
