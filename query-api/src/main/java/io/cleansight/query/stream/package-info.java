/** What happens, told to browsers and programs as it happens: server-sent events. */
@NullMarked
package io.cleansight.query.stream;

import org.jspecify.annotations.NullMarked;
