package io.cleansight.video.decoder;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;

import io.cleansight.video.Opening;
import io.cleansight.video.Picture;
import io.cleansight.video.Source;
import io.cleansight.video.Taking;
import io.cleansight.video.Video;
import java.time.Duration;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** FFmpeg's calls one after the other and nothing else: what decoding a file costs at least. */
final class BareLoop implements Video {
  private final AVFormatContext format = new AVFormatContext(null);
  private final AVPacket packet = av_packet_alloc();
  private final AVFrame frame = av_frame_alloc();
  private final AVCodecContext decoder;
  private final int stream;
  private final double secondsPerTick;

  BareLoop(Opening opening) {
    String file = ((Source.VideoFile) opening.source()).path().toString();
    check(avformat_open_input(format, file, (AVInputFormat) null, (AVDictionary) null));
    check(avformat_find_stream_info(format, (AVDictionary) null));
    int video = 0;
    while (format.streams(video).codecpar().codec_type() != AVMEDIA_TYPE_VIDEO) {
      video++;
    }
    stream = video;
    secondsPerTick = av_q2d(format.streams(stream).time_base());
    var codec = avcodec_find_decoder(format.streams(stream).codecpar().codec_id());
    decoder = avcodec_alloc_context3(codec);
    decoder.thread_count(1);
    avcodec_parameters_to_context(decoder, format.streams(stream).codecpar());
    check(avcodec_open2(decoder, codec, (AVDictionary) null));
  }

  @Override
  public Optional<Picture> next() {
    while (avcodec_receive_frame(decoder, frame) < 0) {
      if (av_read_frame(format, packet) < 0) {
        return Optional.empty();
      }
      if (packet.stream_index() == stream) {
        avcodec_send_packet(decoder, packet);
      }
      av_packet_unref(packet);
    }
    var at = Duration.ofNanos(Math.round(frame.best_effort_timestamp() * secondsPerTick * 1e9));
    return Optional.of(new Picture(frame.width(), frame.height(), at, () -> frame));
  }

  @Override
  public void take(Taking taking) {
    throw new UnsupportedOperationException("it takes all");
  }

  @Override
  public Optional<Duration> duration() {
    return Optional.empty();
  }

  @Override
  public void close() {
    av_packet_free(packet);
    av_frame_free(frame);
    avcodec_free_context(decoder);
    avformat_close_input(format);
  }

  private static void check(int result) {
    if (result < 0) {
      throw new IllegalStateException("FFmpeg says " + result);
    }
  }
}
