package io.cleansight.inference.detection;

/** A point of the picture, in fractions of the frame, origin top left. */
public record Point(double x, double y) {}
