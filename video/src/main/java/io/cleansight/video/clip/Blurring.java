package io.cleansight.video.clip;

import io.cleansight.event.Box;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.FFmpegFrameRecorder;
import org.bytedeco.javacv.Frame;

/**
 * Decodes a clip, hides heads in every picture, and encodes it anew: H.264 of the LGPL's encoder.
 */
final class Blurring {
  private static final String ENCODER = "libopenh264";

  /** Of a larger picture the blurred one is smaller: it is for looking at, not for evidence. */
  private static final int WIDEST = 1280;

  private static final double FASTEST = 60;
  private static final double BITS_PER_PIXEL = 0.1;
  private static final int INDEX = 32 << 10;
  private static final int INDEX_OF_SAMPLE = 48;

  private final Pieces pieces;
  private final HiddenHeads heads;

  Blurring(Pieces pieces, List<JudgedFrame> judged) {
    this.pieces = pieces;
    this.heads = new HiddenHeads(judged);
  }

  byte[] make(int most) throws IOException {
    var file = new MemoryFile(most);
    try (FFmpegFrameGrabber grabber = pieces.open()) {
      int width = Math.min(WIDEST, grabber.getImageWidth()) / 2 * 2;
      int height =
          (int) Math.round((double) grabber.getImageHeight() * width / grabber.getImageWidth() / 2)
              * 2;
      grabber.setImageWidth(width);
      grabber.setImageHeight(height);
      try (var recorder = recorder(file, width, height)) {
        recorder.start();
        copy(grabber, recorder);
      }
    }
    return file.content();
  }

  private FFmpegFrameRecorder recorder(MemoryFile file, int width, int height) {
    double rate = rate();
    var recorder = new FFmpegFrameRecorder(file, width, height);
    recorder.setFormat("mp4");
    recorder.setVideoCodecName(ENCODER);
    recorder.setPixelFormat(avutil.AV_PIX_FMT_YUV420P);
    recorder.setFrameRate(rate);
    recorder.setGopSize((int) Math.max(1, 2 * rate));
    recorder.setVideoBitrate((int) Math.max(200_000, width * height * rate * BITS_PER_PIXEL));
    recorder.setOption("moov_size", Integer.toString(INDEX + INDEX_OF_SAMPLE * pieces.pictures()));
    return recorder;
  }

  private double rate() {
    double seconds = Math.max(0.001, pieces.length().toMillis() / 1000.0);
    return Math.clamp(Math.ceil(pieces.pictures() / seconds), 1, FASTEST);
  }

  private void copy(FFmpegFrameGrabber grabber, FFmpegFrameRecorder recorder) throws IOException {
    for (Frame it = grabber.grabImage(); it != null; it = grabber.grabImage()) {
      hide(it, pieces.captured(it.timestamp));
      long at = pieces.sinceFirst(it.timestamp);
      if (at > recorder.getTimestamp()) {
        recorder.setTimestamp(at);
      }
      recorder.record(it);
    }
  }

  private void hide(Frame picture, Duration captured) {
    var mosaic =
        new Mosaic(
            (ByteBuffer) picture.image[0],
            picture.imageWidth,
            picture.imageHeight,
            picture.imageStride);
    Optional<List<Box>> boxes = heads.at(captured);
    if (boxes.isPresent()) {
      mosaic.hide(boxes.get());
    } else {
      mosaic.hideAll();
    }
  }
}
