package io.cleansight.video.clip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A clip as MP4 whose index comes first.
 *
 * @param mp4 as it came
 * @param blurred with heads hidden; null where that was not asked for
 * @param pictures how many it shows
 */
public record MadeClip(byte[] mp4, byte @Nullable [] blurred, int pictures, Duration length) {}
