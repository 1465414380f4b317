@NullMarked
package io.cleansight.query.audit;

import org.jspecify.annotations.NullMarked;
