package io.cleansight.inference.track;

/**
 * One thing that the model saw.
 *
 * @param score 0..1
 */
public record Observation(Region region, String label, double score) {}
