package io.cleansight.video.clip;

import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;

/** Puts packets as they came into one MP4 that begins at zero and has its index first. */
final class Remuxing {
  /** Bytes of the index, at most: without samples, and of each. */
  private static final int INDEX = 32 << 10;

  private static final int INDEX_OF_SAMPLE = 48;

  private Remuxing() {}

  static byte[] of(Pieces pieces, int most) throws java.io.IOException {
    var file = new MemoryFile(most);
    try (FFmpegFrameGrabber grabber = pieces.open()) {
      var recorder =
          new FFmpegFrameRecorder(file, grabber.getImageWidth(), grabber.getImageHeight());
      try (recorder) {
        recorder.setFormat("mp4");
        recorder.setOption(
            "moov_size", Integer.toString(INDEX + INDEX_OF_SAMPLE * pieces.pictures()));
        recorder.start(grabber.getFormatContext());
        copy(grabber, recorder);
      }
    }
    return file.content();
  }

  private static void copy(FFmpegFrameGrabber grabber, FFmpegFrameRecorder recorder)
      throws java.io.IOException {
    long first = Long.MIN_VALUE;
    for (AVPacket it = grabber.grabPacket(); it != null; it = grabber.grabPacket()) {
      if (it.stream_index() != grabber.getVideoStream()) {
        avcodec.av_packet_unref(it);
        continue;
      }
      if (first == Long.MIN_VALUE) {
        first = it.dts();
      }
      it.pts(it.pts() - first);
      it.dts(it.dts() - first);
      recorder.recordPacket(it);
    }
  }
}
