package io.cleansight.video;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_ALPHA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_BITSTREAM;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_PAL;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVComponentDescriptor;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.javacpp.BytePointer;

/**
 * How the pixels of a picture lie in memory, by FFmpeg's description of their format, and what is
 * black in it.
 */
final class PixelForm {
  private static final int COLOURS = 256;

  private final AVFrame pixels;
  private final AVPixFmtDescriptor form;

  PixelForm(AVFrame pixels) throws VideoException {
    AVPixFmtDescriptor known = av_pix_fmt_desc_get(pixels.format());
    if (known == null) {
      throw new VideoException(VideoException.Fault.UNDECODABLE);
    }
    this.pixels = pixels;
    this.form = known;
  }

  /** Of brightness and colour; what is black may be as transparent as it was. */
  int components() {
    boolean alpha = is(AV_PIX_FMT_FLAG_ALPHA) && !is(AV_PIX_FMT_FLAG_PAL);
    return form.nb_components() - (alpha ? 1 : 0);
  }

  /** Whether a component has one sample for several pixels. */
  boolean isShrunk(int component) {
    return component > 0 && !is(AV_PIX_FMT_FLAG_RGB);
  }

  Stencil shrunk(Stencil whole) {
    return whole.shrunk(form.log2_chroma_w(), form.log2_chroma_h());
  }

  boolean isShrunkTo(Stencil stencil, int width, int height) {
    return stencil.width() == -(-width >> form.log2_chroma_w())
        && stencil.height() == -(-height >> form.log2_chroma_h());
  }

  /**
   * The samples of a component.
   *
   * @param size says how many they are
   */
  Plane plane(int component, Stencil size) {
    return new Plane(component, size.width(), size.height());
  }

  private boolean is(long flag) {
    return (form.flags() & flag) != 0;
  }

  private int black(int component) {
    if (is(AV_PIX_FMT_FLAG_PAL)) {
      return darkest(pixels.data(1));
    }
    if (is(AV_PIX_FMT_FLAG_RGB) || form.nb_components() < 3) {
      return 0;
    }
    int depth = form.comp(component).depth();
    if (component > 0) {
      return 1 << (depth - 1);
    }
    boolean full =
        pixels.color_range() == AVCOL_RANGE_JPEG || form.name().getString().startsWith("yuvj");
    return full ? 0 : 16 << (depth - 8);
  }

  /** The number of the darkest colour. */
  private static int darkest(BytePointer colours) {
    int darkest = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < COLOURS; i++) {
      int sum = 0;
      for (int part = 0; part < 3; part++) {
        sum += colours.get(4L * i + part) & 0xff;
      }
      if (sum < least) {
        least = sum;
        darkest = i;
      }
    }
    return darkest;
  }

  /** The samples of one component, alone in their bytes or between those of others. */
  final class Plane {
    private final AVComponentDescriptor sample;
    private final ByteBuffer bytes;
    private final int stride;
    private final int height;
    private final int black;
    private final byte[] blacks;

    private Plane(int component, int width, int height) {
      this.sample = form.comp(component);
      this.height = height;
      this.stride = pixels.linesize(sample.plane());
      this.black = black(component);
      this.blacks = new byte[width];
      Arrays.fill(blacks, (byte) black);
      var first = new BytePointer(pixels.data(sample.plane()));
      if (stride < 0) { // upside down
        first.position((long) stride * (height - 1));
      }
      first.capacity(first.position() + (long) Math.abs(stride) * height);
      this.bytes =
          first
              .asByteBuffer()
              .slice()
              .order(is(AV_PIX_FMT_FLAG_BE) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Makes samples of a row black.
     *
     * @param end the first that is not
     */
    void blacken(int from, int end, int y) {
      int row = stride < 0 ? (height - 1 - y) * -stride : y * stride;
      boolean bits = is(AV_PIX_FMT_FLAG_BITSTREAM);
      if (!bits && sample.step() == 1 && sample.depth() == Byte.SIZE) {
        bytes.put(row + from + sample.offset(), blacks, 0, end - from);
        return;
      }
      for (int x = from; x < end; x++) {
        int at = x * sample.step() + sample.offset();
        if (bits) {
          int left = Byte.SIZE - sample.depth() - at % Byte.SIZE;
          set8(row + at / Byte.SIZE, left);
        } else if (sample.shift() + sample.depth() <= Byte.SIZE) {
          set8(row + at + (is(AV_PIX_FMT_FLAG_BE) ? 1 : 0), sample.shift());
        } else if (sample.shift() + sample.depth() <= Short.SIZE) {
          int others = bytes.getShort(row + at) & ~(mask() << sample.shift());
          bytes.putShort(row + at, (short) (others | black << sample.shift()));
        } else {
          bytes.putInt(row + at, black);
        }
      }
    }

    private void set8(int at, int shift) {
      int others = bytes.get(at) & ~(mask() << shift);
      bytes.put(at, (byte) (others | black << shift));
    }

    private int mask() {
      return (1 << sample.depth()) - 1;
    }
  }
}
