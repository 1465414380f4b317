/** Bearer tokens and log-ins of an OpenID provider. */
@NullMarked
package io.cleansight.query.access.issuer;

import org.jspecify.annotations.NullMarked;
