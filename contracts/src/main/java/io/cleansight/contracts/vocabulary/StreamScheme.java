package io.cleansight.contracts.vocabulary;

/** What the address of a camera's stream may begin with. */
public enum StreamScheme implements Term {
  RTSP,
  RTSPS,
  HTTP,
  HTTPS
}
