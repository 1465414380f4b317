package io.cleansight.video.clip;

import io.cleansight.event.Box;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A moment of which somebody looked for heads.
 *
 * @param at since the clip's first picture; may be negative
 * @param heads null: nobody knows where they are
 */
public record JudgedFrame(Duration at, @Nullable List<Box> heads) {

  public JudgedFrame {
    heads = heads == null ? null : List.copyOf(heads);
  }
}
