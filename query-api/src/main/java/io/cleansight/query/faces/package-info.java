/** Who may see faces, and how they are hidden from everybody else. */
@NullMarked
package io.cleansight.query.faces;

import org.jspecify.annotations.NullMarked;
