@NullMarked
package io.cleansight.persistence.audit;

import org.jspecify.annotations.NullMarked;
