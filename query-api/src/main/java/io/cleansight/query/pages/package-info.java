/** The web pages: static files, which browsers may keep and ask about each time. */
@NullMarked
package io.cleansight.query.pages;

import org.jspecify.annotations.NullMarked;
