package io.cleansight.query.stream;

import java.util.Set;

/**
 * One event to be told.
 *
 * @param partition where it lies
 * @param places how far whoever has heard it has heard everything
 * @param kind violation, alert or camera
 * @param cameras all that it is about
 * @param data JSON in one line
 */
record News(
    String partition,
    long offset,
    String places,
    String kind,
    String cameraId,
    Set<String> cameras,
    String data) {}
