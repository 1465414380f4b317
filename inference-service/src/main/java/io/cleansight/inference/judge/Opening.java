package io.cleansight.inference.judge;

import io.cleansight.inference.detection.Box;
import java.util.List;

/**
 * The frame that opens an episode, and the person whose it is.
 *
 * @param box of the person in that frame
 * @param zones types of the zones that the person is in
 * @param visit in which it opens
 */
record Opening(FrameRef frame, long trackId, Box box, List<String> zones, Visit visit) {}
