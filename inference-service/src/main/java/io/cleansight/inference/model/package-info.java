/** Any detection model in, what it sees in a picture out. */
@NullMarked
package io.cleansight.inference.model;

import org.jspecify.annotations.NullMarked;
