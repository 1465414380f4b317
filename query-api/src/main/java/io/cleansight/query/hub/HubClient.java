package io.cleansight.query.hub;

/** Somebody who is passed on what a hub reads. */
public interface HubClient extends AutoCloseable {
  /** Ends it; never blocks. */
  @Override
  void close();
}
