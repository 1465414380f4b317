@NullMarked
package io.cleansight.standalone.alerts;

import org.jspecify.annotations.NullMarked;
