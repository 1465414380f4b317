package io.cleansight.video.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_sdp_create;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A file's video in another container, as it is written.
 *
 * @param writes one by one; of RTP each is a packet
 * @param sdp describes it, for RTP
 */
public record Remuxed(List<byte[]> writes, String sdp) {
  private static final int PACKET = 1400;

  public static Remuxed of(Path file, String format) {
    var writes = new ArrayList<byte[]>();
    var input = new AVFormatContext(null);
    check(avformat_open_input(input, file.toString(), (AVInputFormat) null, (AVDictionary) null));
    check(avformat_find_stream_info(input, (AVDictionary) null));
    var output = new AVFormatContext(null);
    check(avformat_alloc_output_context2(output, null, format, (String) null));
    AVStream from = input.streams(0);
    AVStream to = avformat_new_stream(output, null);
    check(avcodec_parameters_copy(to.codecpar(), from.codecpar()));
    to.codecpar().codec_tag(0);
    try (var writer = new Writer(writes)) {
      AVIOContext pb =
          avio_alloc_context(
              new BytePointer(av_malloc(PACKET)).capacity(PACKET),
              PACKET,
              1,
              null,
              (Read_packet_Pointer_BytePointer_int) null,
              writer,
              (Seek_Pointer_long_int) null);
      pb.max_packet_size(PACKET);
      output.pb(pb);
      check(avformat_write_header(output, (AVDictionary) null));
      var sdp = new byte[4096];
      if (format.equals("rtp")) {
        check(av_sdp_create(output, 1, sdp, sdp.length));
      }
      AVPacket packet = av_packet_alloc();
      while (av_read_frame(input, packet) >= 0) {
        if (packet.stream_index() == 0) {
          av_packet_rescale_ts(packet, from.time_base(), to.time_base());
          check(av_write_frame(output, packet));
        }
        av_packet_unref(packet);
      }
      av_packet_free(packet);
      av_write_trailer(output);
      avformat_free_context(output);
      avformat_close_input(input);
      return new Remuxed(writes, new String(sdp, StandardCharsets.UTF_8).split("\0", 2)[0]);
    }
  }

  public byte[] joined() {
    var all = new ByteArrayOutputStream();
    writes.forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg says " + result);
    }
  }

  private static final class Writer extends Write_packet_Pointer_BytePointer_int {
    private final List<byte[]> writes;

    Writer(List<byte[]> writes) {
      this.writes = writes;
    }

    @Override
    public int call(Pointer opaque, BytePointer buffer, int size) {
      var bytes = new byte[size];
      buffer.get(bytes);
      writes.add(bytes);
      return size;
    }
  }
}
