package io.cleansight.video.web;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is wanted of a stream that comes in several forms.
 *
 * @param patience how long its next picture may take
 * @param smallest whether the smallest variant will do, instead of the largest that is allowed
 * @param framesPerSecond how often a picture is asked for that has to be asked for; null: as usual
 */
public record Wanted(Duration patience, boolean smallest, @Nullable Double framesPerSecond) {}
