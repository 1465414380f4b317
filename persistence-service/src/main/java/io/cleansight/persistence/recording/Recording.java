package io.cleansight.persistence.recording;

import java.time.Instant;
import java.util.UUID;

/**
 * A file of recorded video.
 *
 * @param fragments where in it each fragment begins, JSON as in the table
 * @param path in the store
 * @param sha256 of the file, hexadecimal
 */
record Recording(
    UUID id,
    Run run,
    long firstSequence,
    long lastSequence,
    Instant from,
    Instant to,
    String fragments,
    String store,
    String path,
    long bytes,
    String sha256) {}
