package io.cleansight.video.fragment;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.AV_INPUT_BUFFER_PADDING_SIZE;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_close;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_init;
import static org.bytedeco.ffmpeg.global.avcodec.av_parser_parse2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVCodecParserContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What a decoder of H.264 or H.265 must know beforehand. Cameras say it again before each key
 * frame, and so say that the pictures change their size.
 */
final class ParameterSets {
  /** It comes first in a packet. */
  private static final int LOOKED_AT = 4096;

  private final List<byte[]> units;

  private ParameterSets(List<byte[]> units) {
    this.units = units;
  }

  /**
   * Those at the beginning of a packet; none where units have lengths before them instead of start
   * codes.
   */
  static ParameterSets of(AVPacket packet, int codec) {
    var bytes = new byte[Math.min(packet.size(), LOOKED_AT)];
    packet.data().position(0).get(bytes);
    return of(bytes, codec);
  }

  static ParameterSets of(AVCodecParameters stream) {
    var bytes = new byte[stream.extradata_size()];
    if (bytes.length > 0) {
      stream.extradata().position(0).get(bytes);
    }
    return of(bytes, stream.codec_id());
  }

  /** With start codes; the last unit may be cut, and then is not among them. */
  static ParameterSets of(byte[] bytes, int codec) {
    var units = new ArrayList<byte[]>();
    int begin = start(bytes, 0);
    boolean startsWithOne = begin == 3 || begin == 4;
    while (startsWithOne && begin < bytes.length && isBeforePicture(bytes[begin], codec)) {
      int next = start(bytes, begin);
      boolean last = next > bytes.length;
      int end = last ? bytes.length : next - 3;
      while (end > begin && bytes[end - 1] == 0) {
        end--;
      }
      boolean complete = !last || bytes.length < LOOKED_AT;
      if (complete && !isDelimiter(bytes[begin], codec)) {
        units.add(Arrays.copyOfRange(bytes, begin, end));
      }
      begin = next;
    }
    return new ParameterSets(units);
  }

  /** Whether all of these are among the others. */
  boolean areIn(ParameterSets others) {
    return units.stream()
        .allMatch(unit -> others.units.stream().anyMatch(it -> Arrays.equals(it, unit)));
  }

  /** Makes them a stream's, with the size of picture that they say. */
  void set(AVCodecParameters stream, AVPacket first) {
    byte[] bytes = bytes();
    var copy = new BytePointer(av_mallocz(bytes.length + AV_INPUT_BUFFER_PADDING_SIZE));
    copy.capacity(bytes.length).put(bytes);
    if (stream.extradata() != null) {
      av_free(stream.extradata());
    }
    stream.extradata(copy);
    stream.extradata_size(bytes.length);
    size(stream, first);
  }

  private static void size(AVCodecParameters stream, AVPacket first) {
    AVCodecParserContext parser = av_parser_init(stream.codec_id());
    AVCodecContext context = avcodec_alloc_context3(null);
    try (var to = new PointerPointer<BytePointer>(1);
        var toSize = new IntPointer(1)) {
      av_parser_parse2(
          parser,
          context,
          to,
          toSize,
          first.data(),
          first.size(),
          AV_NOPTS_VALUE,
          AV_NOPTS_VALUE,
          0);
      av_parser_parse2(parser, context, to, toSize, null, 0, AV_NOPTS_VALUE, AV_NOPTS_VALUE, 0);
      if (parser.width() > 0 && parser.height() > 0) {
        stream.width(parser.width());
        stream.height(parser.height());
      }
    } finally {
      av_parser_close(parser);
      avcodec_free_context(context);
    }
  }

  private byte[] bytes() {
    var all = new ByteArrayOutputStream();
    for (byte[] unit : units) {
      all.writeBytes(new byte[] {0, 0, 0, 1});
      all.writeBytes(unit);
    }
    return all.toByteArray();
  }

  /** Parameters, and the delimiter that may stand before them. */
  private static boolean isBeforePicture(byte header, int codec) {
    int type = type(header, codec);
    return codec == AV_CODEC_ID_HEVC ? type >= 32 && type <= 35 : type >= 7 && type <= 9;
  }

  private static boolean isDelimiter(byte header, int codec) {
    return type(header, codec) == (codec == AV_CODEC_ID_HEVC ? 35 : 9);
  }

  private static int type(byte header, int codec) {
    return codec == AV_CODEC_ID_HEVC ? (header >> 1) & 0x3f : header & 0x1f;
  }

  /** After the next start code; beyond the end if there is none. */
  private static int start(byte[] bytes, int from) {
    for (int i = from; i + 2 < bytes.length; i++) {
      if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 1) {
        return i + 3;
      }
    }
    return bytes.length + 1;
  }
}
