package io.cleansight.video.web;

import io.cleansight.video.VideoException;
import io.cleansight.video.VideoException.Fault;
import java.io.IOException;

/** A fault, to whoever reads a stream of bytes. */
final class FaultException extends IOException {
  private static final long serialVersionUID = 1;

  private final Fault fault;

  FaultException(VideoException e) {
    super(e.getMessage());
    this.fault = e.fault();
  }

  Fault fault() {
    return fault;
  }
}
