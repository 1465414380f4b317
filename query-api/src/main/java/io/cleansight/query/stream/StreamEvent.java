package io.cleansight.query.stream;

import java.util.Set;

/**
 * One event to be told.
 *
 * @param partition where it lies
 * @param position how far whoever has heard it has heard everything
 * @param kind violation, alert or camera
 * @param cameras all that it is about
 * @param data JSON in one line
 */
record StreamEvent(
    String partition,
    long offset,
    String position,
    String kind,
    String cameraId,
    Set<String> cameras,
    String data) {}
