package io.cleansight.inference.zone;

/** A point of the picture, in fractions of the frame, origin top left. */
public record Spot(double x, double y) {}
