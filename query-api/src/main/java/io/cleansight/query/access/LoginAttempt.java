package io.cleansight.query.access;

import org.jspecify.annotations.Nullable;

/**
 * Somebody tried to log in.
 *
 * @param who whom they say they are; null if nobody is called so
 */
public record LoginAttempt(@Nullable Caller who, boolean successful) {}
