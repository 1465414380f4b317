package io.cleansight.video;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_make_writable;

import java.util.BitSet;
import java.util.List;
import net.jcip.annotations.NotThreadSafe;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Paints masks onto pictures, black and in whatever form their pixels are. For one thread; follows
 * a source that changes its size.
 */
@NotThreadSafe
public final class MaskPainter {
  private @Nullable Pattern pattern;

  /** Where to paint in pictures of one size. */
  private record Pattern(List<Mask> masks, int width, int height, Stencil whole, Stencil shrunk) {}

  /** Paints them, on a copy of the pixels where a decoder needs them as they are. */
  public void paint(AVFrame pixels, List<Mask> masks) throws VideoException {
    if (masks.isEmpty()) {
      return;
    }
    if (av_frame_make_writable(pixels) < 0) {
      throw new VideoException(VideoException.Fault.UNDECODABLE);
    }
    var form = new PixelForm(pixels);
    Pattern where = pattern(pixels, masks, form);
    for (int component = 0; component < form.components(); component++) {
      Stencil stencil = form.isShrunk(component) ? where.shrunk() : where.whole();
      var plane = form.plane(component, stencil);
      for (int y = 0; y < stencil.height(); y++) {
        BitSet row = stencil.row(y);
        for (int from = row.nextSetBit(0); from >= 0; ) {
          int end = row.nextClearBit(from);
          plane.blacken(from, end, y);
          from = row.nextSetBit(end);
        }
      }
    }
  }

  private Pattern pattern(AVFrame pixels, List<Mask> masks, PixelForm form) {
    Pattern before = pattern;
    int width = pixels.width();
    int height = pixels.height();
    if (before != null
        && before.masks().equals(masks)
        && before.width() == width
        && before.height() == height
        && form.isShrunkTo(before.shrunk(), width, height)) {
      return before;
    }
    var whole = new Stencil(masks, width, height);
    var next = new Pattern(masks, width, height, whole, form.shrunk(whole));
    pattern = next;
    return next;
  }
}
