package io.cleansight.query.access;

/** Somebody has ended their session. */
public record LoggedOut(Caller who) {}
