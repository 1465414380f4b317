@NullMarked
package io.cleansight.query.report;

import org.jspecify.annotations.NullMarked;
