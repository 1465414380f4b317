package io.cleansight.query.web;

/** What is shown with its version, which {@link VersionAdvice} says as its ETag, too. */
public interface Versioned {
  long version();
}
