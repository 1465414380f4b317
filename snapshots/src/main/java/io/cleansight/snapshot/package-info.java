/** Where the pictures of violations are kept; one writes them, another reads them. */
@NullMarked
package io.cleansight.snapshot;

import org.jspecify.annotations.NullMarked;
