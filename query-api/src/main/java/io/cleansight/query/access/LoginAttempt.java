package io.cleansight.query.access;

/**
 * Somebody tried to log in.
 *
 * @param who as they call themselves, if it was refused
 */
public record LoginAttempt(Caller who, boolean successful) {}
