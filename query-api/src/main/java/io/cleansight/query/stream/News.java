package io.cleansight.query.stream;

/**
 * One event to be told.
 *
 * @param partition where it lies
 * @param places how far whoever has heard it has heard everything
 * @param kind violation, alert or camera
 * @param data JSON in one line
 */
record News(
    String partition, long offset, String places, String kind, String cameraId, String data) {}
