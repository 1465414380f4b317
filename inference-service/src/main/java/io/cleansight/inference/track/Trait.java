package io.cleansight.inference.track;

/**
 * One thing that a model saw: a person, a head with or without, a hand that washes.
 *
 * @param label as the models' cards name it
 * @param score 0..1
 */
public record Trait(String label, double score, Region region) {}
