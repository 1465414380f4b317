/** Video by HTTP, and connections to addresses that were checked. */
@NullMarked
package io.cleansight.video.web;

import org.jspecify.annotations.NullMarked;
