@NullMarked
package io.cleansight.video.fragment;

import org.jspecify.annotations.NullMarked;
