@NullMarked
package io.cleansight.video.web;

import org.jspecify.annotations.NullMarked;
