@NullMarked
package io.cleansight.query.alert;

import org.jspecify.annotations.NullMarked;
